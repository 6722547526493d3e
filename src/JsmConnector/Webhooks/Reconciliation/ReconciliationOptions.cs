using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>Section `Reconciliation`.</summary>
public sealed record ReconciliationOptions
{
    public const string Section = "Reconciliation";

    /// <summary>How often each site is asked what changed. 1 minute to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How far each search reaches back beyond what was seen: Jira's index follows edits with a delay, clocks differ. 1 minute to 1 day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Overlap { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Pages of 100 tickets that a site gets before the next site has its turn. 1 to 100.</summary>
    [Range(1, 100)]
    public int PagesPerTurn { get; set; } = 5;
}
