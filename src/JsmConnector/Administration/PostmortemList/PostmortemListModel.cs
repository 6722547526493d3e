using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Insights;

namespace JsmConnector.Administration.PostmortemList;

/// <summary>What came of all incidents: the list, the figures, what came back, and what is not done yet.</summary>
public sealed record PostmortemListModel
{
    public required PostmortemFilter Filter { get; init; }
    public required PostmortemPage Page { get; init; }
    public required IReadOnlyList<MeasuredGroup> Months { get; init; }
    public required IReadOnlyList<MeasuredGroup> Components { get; init; }
    public required MeasuredGroup All { get; init; }
    public required IReadOnlyList<Recurrence> Recurrences { get; init; }
    public required IReadOnlyList<ActionView> Actions { get; init; }

    /// <summary>Address of a ticket without its key.</summary>
    public required string Browse { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
