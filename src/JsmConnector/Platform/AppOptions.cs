using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Platform;

/// <summary>Section `App`.</summary>
public sealed record AppOptions
{
    public const string Section = "App";

    /// <summary>Public https address of the app without a trailing slash; Development uses the listening address.</summary>
    [Url]
    public string BaseUrl { get; set; } = "";

    /// <summary>Base64 of 32 bytes; encrypts secrets at rest. Development makes one in the data folder.</summary>
    public string EncryptionKey { get; set; } = "";

    /// <summary>Keys that may still decrypt.</summary>
    public IReadOnlyList<string> PreviousEncryptionKeys { get; set; } = [];

    /// <summary>Addresses or networks whose forwarded headers count.</summary>
    public IReadOnlyList<string> TrustedProxies { get; set; } = ["127.0.0.1", "::1"];

    /// <summary>Folder for the embedded database, generated keys and page snapshots.</summary>
    public string DataFolder { get; set; } = "data";
}
