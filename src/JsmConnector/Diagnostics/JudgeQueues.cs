using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Diagnostics;

/// <summary>What waits, what is held back and what failed. Pure.</summary>
public static class JudgeQueues
{
    private static readonly Sentence NothingHolds = "See below what holds them back. If nothing does, ask the operator whether the app's workers run (/health/ready).";

    public static IEnumerable<Finding> Judge(DiagnosticFacts facts) => [Inbox(facts.Inbox, facts.Now), Outbox(facts.Outbox, facts.Now), Failures(facts), HeldBack(facts)];

    private static Finding Inbox(Depth depth, DateTimeOffset now) => depth switch
    {
        { Waiting: 0 } => new("inbox", "Inbox", Tone.Good, "Empty."),
        { OldestAt: { } oldest } when IsLong(oldest, now) => new("inbox", "Inbox", Tone.Degraded, Count(depth.Waiting, "{0} event from Jira waiting for {1}.", "{0} events from Jira waiting, the oldest for {1}.", now - oldest), NothingHolds),
        _ => new("inbox", "Inbox", Tone.Good, Count(depth.Waiting, "{0} event from Jira on the way.", "{0} events from Jira on the way.")),
    };

    private static Finding Outbox(Depth depth, DateTimeOffset now) => depth switch
    {
        { Waiting: 0 } => new("outbox", "Outbox", Tone.Good, "Empty."),
        { OldestAt: { } oldest } when IsLong(oldest, now) => new("outbox", "Outbox", Tone.Degraded, Count(depth.Waiting, "{0} message waiting for {1}.", "{0} messages waiting, the oldest for {1}.", now - oldest), NothingHolds),
        _ => new("outbox", "Outbox", Tone.Good, Count(depth.Waiting, "{0} message on the way.", "{0} messages on the way.")),
    };

    private static Finding Failures(DiagnosticFacts facts) => (facts.Failed, facts.Rejected) switch
    {
        (0, 0) => new("failures", "Failures", Tone.Good, "No message failed for good, and every event could be read."),
        (0, var rejected) => new("failures", "Failures", Tone.Degraded, Count(rejected, "{0} event could not be used.", "{0} events could not be used."), "The reasons are below, under the last errors."),
        (var failed, _) => new("failures", "Failures", Tone.Major, Count(failed, "{0} message needs a decision.", "{0} messages need a decision."), facts.EventSource == EventSource.SignedWebhook
            ? "Decide on this site's page: mend the reason and send again, or skip."
            : "Decide on the overview: mend the reason and send again, or skip."),
    };

    private static Finding HeldBack(DiagnosticFacts facts) => facts.HeldBack switch
    {
        [] => new("limits", "Destinations", Tone.Good, "None has asked for patience."),
        [var first, ..] => new("limits", "Destinations", Tone.Degraded, new("{0} is tried again at {1}: {2}", (Sentence)first.Destination, first.Until, (Sentence)(first.Reason ?? "it gave no reason")), "Nothing to do: the app waits as long as it was asked to, and goes on by itself."),
    };

    private static bool IsLong(DateTimeOffset oldest, DateTimeOffset now) => now - oldest > JudgeDiagnostics.LongestWait;

    private static Sentence Count(int number, string one, string many, params object[] more) => new(number == 1 ? one : many, [number, .. more]);
}
