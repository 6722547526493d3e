using System.Net;

namespace JsmConnector.Platform;

/// <summary>Section `App`.</summary>
public sealed record AppOptions
{
    public const string Section = "App";

    /// <summary>Public https address of the app without a trailing slash; Development uses the listening address.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>Base64 of 32 bytes; encrypts secrets at rest. Development makes one in the data folder.</summary>
    public string EncryptionKey { get; set; } = "";

    /// <summary>Keys that may still decrypt.</summary>
    public IList<string> PreviousEncryptionKeys { get; } = [];

    /// <summary>Addresses or networks (`10.0.0.0/8`) whose forwarded headers count, besides loopback.</summary>
    public IList<string> TrustedProxies { get; } = [];

    /// <summary>Folder for the embedded database, generated keys and page snapshots; relative to the content root, in Development to the repository.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Every problem, each with the mend; empty when the app may start.</summary>
    public IEnumerable<string> Problems(bool production)
    {
        if (string.IsNullOrWhiteSpace(BaseUrl))
            yield return "App__BaseUrl is missing: set it to the public https address of the app, for example https://incidents.example.com";
        else if (!Uri.TryCreate(BaseUrl, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
            yield return $"App__BaseUrl is '{BaseUrl}', which is no web address: write it like https://incidents.example.com";
        else if (production && url.Scheme != "https" && !url.IsLoopback)
            yield return $"App__BaseUrl is '{BaseUrl}': Jira calls apps over https only, so use an https address";
        else if (url.Query.Length > 0 || url.Fragment.Length > 0)
            yield return $"App__BaseUrl is '{BaseUrl}': leave out everything from the question mark or hash on";

        if (string.IsNullOrWhiteSpace(EncryptionKey))
            yield return "App__EncryptionKey is missing: make one with `openssl rand -base64 32` and keep it with your backups";
        else if (!IsKey(EncryptionKey))
            yield return "App__EncryptionKey is not base64 of 32 bytes: make one with `openssl rand -base64 32`";
        foreach (var (key, index) in PreviousEncryptionKeys.Select((key, index) => (key, index)))
        {
            if (!IsKey(key))
                yield return $"App__PreviousEncryptionKeys__{index} is not base64 of 32 bytes: remove it or set the old key again";
        }
        foreach (var (proxy, index) in TrustedProxies.Select((proxy, index) => (proxy, index)))
        {
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
                yield return $"App__TrustedProxies__{index} is '{proxy}': write an address (10.0.0.7) or a network (10.0.0.0/8)";
        }
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[33];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == 32;
    }
}
