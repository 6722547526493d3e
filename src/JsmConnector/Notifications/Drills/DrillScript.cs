using JsmConnector.Incidents;

namespace JsmConnector.Notifications.Drills;

/// <param name="Stage">The ticket moves to it; null when a person writes.</param>
/// <param name="Words">Key of what a person writes (Platform/Languages); null when the ticket moves.</param>
/// <param name="Corrects">The person puts his last words right.</param>
public sealed record DrillStep(int Minute, Stage? Stage, string? Words = null, bool Corrects = false);

/// <summary>An hour that many sites had: somebody notices, the cause is found, the first words were wrong, it is mended. Pure.</summary>
public static class DrillScript
{
    public const int Length = 60, Severity = 2;

    /// <summary>How the people of the script behave.</summary>
    public const string Attentive = "attentive", Silent = "silent";

    public static IReadOnlyList<string> Teams { get; } = [Attentive, Silent];

    private static readonly DrillStep[] Ticket = [new(0, Stage.Investigating), new(36, Stage.Identified), new(52, Stage.Monitoring), new(Length, Stage.Resolved)];

    private static readonly DrillStep[] People = [new(6, null, "drill.first"), new(27, null, "drill.second"), new(41, null, "drill.corrected", true)];

    /// <summary>A silent team moves its ticket and writes nothing.</summary>
    public static IReadOnlyList<DrillStep> Of(string team) => [.. (team == Silent ? Ticket : Ticket.Concat(People)).OrderBy(step => step.Minute)];
}
