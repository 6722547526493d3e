using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Diagnostics;

/// <summary>The way back to the site: what opens it, what rests, and whether all edits are known. Pure.</summary>
public static class JudgeCalls
{
    public static readonly TimeSpan ComparisonIsOld = TimeSpan.FromMinutes(30);

    private static readonly Sentence Patience = "Nothing to do: the app waits and goes on by itself. If it stays for hours, other apps use up the site's quota.";

    public static IEnumerable<Finding> Judge(DiagnosticFacts facts)
    {
        if (facts is { SignedWebhook: { } webhook, EventSource: EventSource.SignedWebhook })
        {
            yield return WebhookSecret(webhook, facts.Now);
            yield return ApiToken(webhook, facts.Now);
        }
        if (facts.ConnectRefusedSince is { } since)
        {
            yield return new Finding("connect-refused", "Calls to Jira", Tone.Major, new("Jira has refused the app's secret for {0}.", facts.Now - since),
                new("Look whether the app is still there under Apps → Manage apps. If it is, switch it off and on; do not uninstall it, since Connect apps cannot be installed anew: ask the operator for the Forge app with Connect modules instead. After {0} days without an event it counts as uninstalled.", (int)JudgeConnect.Patience.TotalDays));
        }
        yield return Limits(facts);
        yield return Comparison(facts);
    }

    /// <summary>What rests, in words of people.</summary>
    public static Sentence NameOf(string scope) => scope switch
    {
        JiraCall.Site => "All calls",
        JiraCall.Background => "Work that can wait",
        _ => scope,
    };

    private static Finding WebhookSecret(SignedWebhookReading webhook, DateTimeOffset now) => new("webhook-secret", "Secret of the webhook", Tone.Good, webhook.PreviousUntil > now
        ? new("{0} old; the one before counts until {1}.", now - webhook.MadeAt, webhook.PreviousUntil.Value)
        : new("{0} old.", now - webhook.MadeAt));

    private static Finding ApiToken(SignedWebhookReading webhook, DateTimeOffset now) => webhook.ApiTokenSavedAt is { } at
        ? new("site-token", "Token for calls to Jira", Tone.Good, new("Stored {0} ago.", now - at))
        : new("site-token", "Token for calls to Jira", Tone.Degraded, "There is none: lost events are not found, postmortems have no comments, and nothing is linked from the ticket.", "Enter an API token of a service account on this site's page.");

    private static Finding Limits(DiagnosticFacts facts) => facts.Resting switch
    {
        [] => new("jira-limits", "Jira's limits", Tone.Good, "Jira has not asked for patience."),
        [var only] => new("jira-limits", "Jira's limits", Tone.Degraded, new("“{0}” rests until {1}.", NameOf(only.Scope), only.Until), Patience),
        [var longest, ..] => new("jira-limits", "Jira's limits", Tone.Degraded, new("“{0}” rests until {1}, and {2} more with it.", NameOf(longest.Scope), longest.Until, facts.Resting.Count - 1), Patience),
    };

    private static Finding Comparison(DiagnosticFacts facts) => facts.Comparison switch
    {
        null => new("comparison", "Comparison with Jira", Tone.Information, "Not made yet.", "Nothing to do: it begins within a minute of the installation."),
        { Problem: { } problem } behind => new("comparison", "Comparison with Jira", Tone.Degraded, new("Edits are known up to {0}. {1}", behind.SeenUntil, (Sentence)problem), "Events still count as they come; lost ones are found when the reason is gone."),
        { SeenUntil: var until } when facts.Now - until > ComparisonIsOld => new("comparison", "Comparison with Jira", Tone.Degraded, new("Edits are known up to {0}.", until), "If it stays, ask the operator whether the app's jobs run (/hangfire)."),
        var well => new("comparison", "Comparison with Jira", Tone.Good, new("Every edit before {0} is known; {1} lost events were made up for so far.", well.SeenUntil, well.Healed)),
    };
}
