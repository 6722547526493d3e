using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>What the key servers said of a key id.</summary>
public abstract record InstallKey
{
    private InstallKey() { }

    public sealed record Found(VerificationKey Key) : InstallKey;

    /// <summary>No server has it.</summary>
    public sealed record Unknown : InstallKey;

    /// <summary>Not a key id at all; nobody was asked.</summary>
    public sealed record Invalid : InstallKey;

    /// <summary>No answer to rely on: try later.</summary>
    public sealed record Unavailable(string Reason) : InstallKey;
}
