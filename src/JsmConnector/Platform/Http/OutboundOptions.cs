namespace JsmConnector.Platform.Http;

/// <summary>Section `Outbound`.</summary>
public sealed record OutboundOptions
{
    public const string Section = "Outbound";

    /// <summary>Lets outgoing calls reach loopback and private addresses; for development and tests.</summary>
    public bool AllowLoopback { get; set; }
}
