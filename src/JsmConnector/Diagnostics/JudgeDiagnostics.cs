using System.Globalization;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Diagnostics;

/// <param name="Code">Stable, for programs.</param>
/// <param name="Mend">What to do; null when all is well.</param>
public sealed record Finding(string Code, string Name, Tone Tone, string What, string? Mend = null);

/// <summary>What the facts mean, and what mends each failure. Pure.</summary>
public static class JudgeDiagnostics
{
    public static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Silence = TimeSpan.FromDays(3);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<Finding> Judge(DiagnosticFacts facts) =>
    [
        Connection(facts), .. Secret(facts), .. JudgeForge.Judge(facts), .. JudgeCalls.Judge(facts), Events(facts), Clock(facts), Refusals(facts),
        Queue("inbox", "Inbox", "event from Jira", facts.Inbox, facts.Now), Queue("outbox", "Outbox", "message", facts.Outbox, facts.Now),
        Failures(facts), HeldBack(facts), .. Tokens(facts), .. Superseded(facts),
    ];

    private static Finding Connection(DiagnosticFacts facts) => facts.State switch
    {
        InstallationState.Enabled when facts.EventSource == EventSource.SignedWebhook => new("connection", "Connection", Tone.Good, "The site is added, and its signed webhook is taken."),
        InstallationState.Enabled => new("connection", "Connection", Tone.Good, "The app is installed and switched on."),
        InstallationState.Disabled => new("connection", "Connection", Tone.Major, "The app is switched off in Jira: no event is taken, nothing is sent.", "Switch it on under Apps → Manage apps."),
        _ => new("connection", "Connection", Tone.Major, "The site has uninstalled the app, or was replaced by a newer installation.", "Install the app again; everything it held comes back."),
    };

    /// <summary>A site that came through Forge alone shares no secret.</summary>
    private static IEnumerable<Finding> Secret(DiagnosticFacts facts) => facts is { EventSource: not EventSource.Connect } ? [] : [facts.LastInstalledAt is { } at
        ? new Finding("secret", "Shared secret", Tone.Good, $"{Age(facts.Now - at)} old{(facts.PreviousSecretUntil > facts.Now ? "; the one before is still taken for requests under way" : "")}.")
        : new Finding("secret", "Shared secret", Tone.Information, "Its age is not known: it is older than this page.", "Nothing to do. The next upgrade of the app renews it.")];

    private static Finding Events(DiagnosticFacts facts) => facts.Events switch
    {
        [] => new("events", "Events from Jira", Tone.Degraded, "None has arrived yet.", "Edit a ticket in a service project. If nothing arrives within a minute, look at the refused calls below; without any, Jira cannot reach the app: check its address and firewall."),
        [var newest, ..] when facts.Now - newest.LastAt > Silence => new("events", "Events from Jira", Tone.Degraded, $"The last one came {Age(facts.Now - newest.LastAt)} ago.", "Quiet days are possible. Edit a ticket; if nothing arrives, switch the app off and on under Apps → Manage apps."),
        [var newest, ..] => new("events", "Events from Jira", Tone.Good, $"The last one came {Age(facts.Now - newest.LastAt)} ago."),
    };

    private static Finding Clock(DiagnosticFacts facts)
    {
        var reading = facts.ClockOfAnswers ?? facts.ClockOfTokens;
        if (reading is null)
            return new("clock", "Clock", Tone.Information, "Jira's clock has not been seen since this server started.", "Nothing to do: the next event or answer tells it.");
        var (length, direction) = (reading.Ahead.Duration(), reading.Ahead > TimeSpan.Zero ? "behind" : "ahead of");
        return length <= LargestSkew
            ? new("clock", "Clock", Tone.Good, $"At most {Math.Ceiling(length.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s from Jira's.")
            : new("clock", "Clock", Tone.Major, $"This server is {Age(length)} {direction} Jira. Tokens are refused when the difference grows over half a minute.", "Ask the operator to synchronise the server's clock (NTP).");
    }

    private static Finding Refusals(DiagnosticFacts facts) => facts.Refusals is not [var newest, ..]
        ? new("refusals", "Refused calls", Tone.Good, "None since this server started.")
        : new("refusals", "Refused calls", Tone.Degraded, $"{facts.Refusals.Sum(tally => tally.Count).ToString(CultureInfo.InvariantCulture)} since this server started; the last one {Age(facts.Now - newest.LastAt)} ago ({newest.Reason}).", MendRefusal.Of(newest.Reason));

    private static Finding Queue(string code, string name, string what, Depth depth, DateTimeOffset now) => depth switch
    {
        { Waiting: 0 } => new(code, name, Tone.Good, "Empty."),
        { OldestAt: { } oldest } when now - oldest > LongestWait => new(code, name, Tone.Degraded, $"{Many(depth.Waiting, what)} waiting, the oldest for {Age(now - oldest)}.", "See below what holds them back. If nothing does, ask the operator whether the app's workers run (/health/ready)."),
        _ => new(code, name, Tone.Good, $"{Many(depth.Waiting, what)} on the way."),
    };

    private static Finding Failures(DiagnosticFacts facts) => (facts.Failed, facts.Rejected) switch
    {
        (0, 0) => new("failures", "Failures", Tone.Good, "No message failed for good, and every event could be read."),
        (0, var rejected) => new("failures", "Failures", Tone.Degraded, $"{Many(rejected, "event")} could not be used.", "The reasons are on the overview."),
        (var failed, _) => new("failures", "Failures", Tone.Major, $"{Many(failed, "message")} failed for good.", "Decide on the overview: mend the reason and send again, or skip."),
    };

    private static Finding HeldBack(DiagnosticFacts facts) => facts.HeldBack switch
    {
        [] => new("limits", "Destinations", Tone.Good, "None has asked for patience."),
        [var first, ..] => new("limits", "Destinations", Tone.Degraded, $"{first.Destination} is tried again at {Instants.Exact(first.Until)}: {first.Reason ?? "it gave no reason"}", "Nothing to do: the app waits as long as it was asked to, and goes on by itself."),
    };

    private static IEnumerable<Finding> Tokens(DiagnosticFacts facts) => facts.ApiTokens
        .Where(token => token.ExpiresAt > facts.Now && token.ExpiresAt - facts.Now < TimeSpan.FromDays(7))
        .Select(token => new Finding("api-token", "API token", Tone.Degraded, $"“{token.Name}” ends in {Age(token.ExpiresAt - facts.Now)}.", "Make a new one under API tokens, give it to the program, then revoke the old one."));

    private static IEnumerable<Finding> Superseded(DiagnosticFacts facts) => facts.SupersededAt is not { } at
        ? []
        : [new Finding("superseded", "Earlier installation", Tone.Information, $"Another installation of this address was replaced {Age(facts.Now - at)} ago (a site import or a copy). Its history is kept apart.", "Tell the operator if you need it: it is erased some months after the replacement.")];

    /// <summary>`1 event from Jira`, `2,000 events from Jira`: the first word grows.</summary>
    private static string Many(int number, string what)
    {
        var words = what.Split(' ', 2);
        return $"{number.ToString("N0", CultureInfo.InvariantCulture)} {words[0]}{(number == 1 ? "" : "s")}{(words.Length > 1 ? " " + words[1] : "")}";
    }

    internal static string Age(TimeSpan length) => length < TimeSpan.FromMinutes(1) ? $"{Math.Max(0, (int)length.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s" : Instants.Short(length);
}
