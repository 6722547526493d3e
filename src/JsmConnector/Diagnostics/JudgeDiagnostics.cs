using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Diagnostics;

/// <summary>What the facts mean, and what mends each failure. Pure.</summary>
public static class JudgeDiagnostics
{
    public static readonly TimeSpan LargestSkew = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Silence = TimeSpan.FromDays(3);
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<Finding> Judge(DiagnosticFacts facts) =>
    [
        Connection(facts), Installed(facts), .. Secret(facts), .. JudgeForge.Judge(facts), .. JudgeCalls.Judge(facts), Events(facts), Clock(facts), Refusals(facts),
        .. JudgeQueues.Judge(facts), .. Tokens(facts), .. Superseded(facts),
    ];

    private static Finding Connection(DiagnosticFacts facts) => facts.State switch
    {
        InstallationState.Enabled when facts.EventSource == EventSource.SignedWebhook => new("connection", "Connection", Tone.Good, "The site is added, and its signed webhook is taken."),
        InstallationState.Enabled => new("connection", "Connection", Tone.Good, "The app is installed and switched on."),
        InstallationState.Disabled => new("connection", "Connection", Tone.Major, "The app is switched off in Jira: no event is taken, nothing is sent.", "Switch it on under Apps → Manage apps."),
        _ => new("connection", "Connection", Tone.Major, "The site has uninstalled the app, or was replaced by a newer installation.", "Install the app again; everything it held comes back."),
    };

    private static Finding Installed(DiagnosticFacts facts) => new("installed", "Installation", Tone.Good, facts switch
    {
        { EventSource: EventSource.SignedWebhook } => new("Added {0} ago; events come through a signed webhook.", facts.Now - facts.InstalledAt),
        { EventSource: EventSource.Forge } => new("The last one was {0} ago, the first one {1} ago; events come through Forge.", facts.Now - (facts.LastInstalledAt ?? facts.InstalledAt), facts.Now - facts.InstalledAt),
        _ => new("The last one was {0} ago, the first one {1} ago; events come through Connect.", facts.Now - (facts.LastInstalledAt ?? facts.InstalledAt), facts.Now - facts.InstalledAt),
    });

    /// <summary>A site that came through Forge alone shares no secret.</summary>
    private static IEnumerable<Finding> Secret(DiagnosticFacts facts) => facts switch
    {
        { EventSource: not EventSource.Connect } => [],
        { LastInstalledAt: null } => [new("secret", "Shared secret", Tone.Information, "Its age is not known: it is older than this page.", "Nothing to do. The next upgrade of the app renews it.")],
        { LastInstalledAt: { } at } when facts.PreviousSecretUntil > facts.Now => [new("secret", "Shared secret", Tone.Good, new("{0} old; the one before is still taken for requests under way.", facts.Now - at))],
        { LastInstalledAt: { } at } => [new("secret", "Shared secret", Tone.Good, new("{0} old.", facts.Now - at))],
    };

    private static Finding Events(DiagnosticFacts facts) => facts.Events switch
    {
        [] => new("events", "Events from Jira", Tone.Degraded, "None has arrived yet.", "Edit a ticket in a service project. If nothing arrives within a minute, look at the refused calls below; without any, Jira cannot reach the app: check its address and firewall."),
        [var newest, ..] when facts.Now - newest.LastAt > Silence => new("events", "Events from Jira", Tone.Degraded, new("The last one came {0} ago.", facts.Now - newest.LastAt), Silent(facts.EventSource)),
        [var newest, ..] => new("events", "Events from Jira", Tone.Good, new("The last one came {0} ago.", facts.Now - newest.LastAt)),
    };

    private static Sentence Silent(EventSource source) => source == EventSource.SignedWebhook
        ? "Quiet days are possible. Edit a ticket; if nothing arrives, look in Jira under System → WebHooks whether the webhook is still there and switched on."
        : "Quiet days are possible. Edit a ticket; if nothing arrives, switch the app off and on under Apps → Manage apps.";

    private static Finding Clock(DiagnosticFacts facts) => (facts.ClockOfAnswers ?? facts.ClockOfTokens)?.Ahead switch
    {
        null => new("clock", "Clock", Tone.Information, "Jira's clock has not been seen since this server started.", "Nothing to do: the next event or answer tells it."),
        { } ahead when ahead.Duration() <= LargestSkew => new("clock", "Clock", Tone.Good, new("At most {0} s from Jira's.", (int)Math.Ceiling(ahead.Duration().TotalSeconds))),
        { } ahead => new("clock", "Clock", Tone.Major, ahead > TimeSpan.Zero
            ? new("This server is {0} behind Jira. Tokens are refused when the difference grows over half a minute.", ahead.Duration())
            : new("This server is {0} ahead of Jira. Tokens are refused when the difference grows over half a minute.", ahead.Duration()), "Ask the operator to synchronise the server's clock (NTP)."),
    };

    private static Finding Refusals(DiagnosticFacts facts) => facts.Refusals is not [var newest, ..]
        ? new("refusals", "Refused calls", Tone.Good, "None since this server started.")
        : new("refusals", "Refused calls", Tone.Degraded, new("{0} since this server started; the last one {1} ago ({2}).", facts.Refusals.Sum(tally => tally.Count), facts.Now - newest.LastAt, newest.Reason), MendRefusal.Of(newest.Reason));

    private static IEnumerable<Finding> Tokens(DiagnosticFacts facts) => facts.ApiTokens
        .Where(token => token.ExpiresAt > facts.Now && token.ExpiresAt - facts.Now < TimeSpan.FromDays(7))
        .Select(token => new Finding("api-token", "API token", Tone.Degraded, new("“{0}” ends in {1}.", token.Name, token.ExpiresAt - facts.Now), "Make a new one under API tokens, give it to the program, then revoke the old one."));

    private static IEnumerable<Finding> Superseded(DiagnosticFacts facts) => facts.SupersededAt is not { } at
        ? []
        : [new Finding("superseded", "Earlier installation", Tone.Information, new("Another installation of this address was replaced {0} ago (a site import or a copy). Its history is kept apart.", facts.Now - at), "Tell the operator if you need it: it is erased some months after the replacement.")];
}
