using System.ComponentModel;

namespace JsmConnector.Installations.Settings;

public sealed record PromiseSettings
{
    /// <summary>Never for security incidents and loss of data, and at most three times in a row.</summary>
    [Description("Whether a promised update that nobody wrote goes out as a neutral \"no change yet\" with a new time. Never for security and loss of data, at most three in a row.")]
    public bool HoldingPosts { get; init; } = true;
}
