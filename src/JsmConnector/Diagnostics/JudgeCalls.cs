using System.Globalization;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Diagnostics;

/// <summary>The way back to the site: what opens it, what rests, and whether all edits are known. Pure.</summary>
public static class JudgeCalls
{
    public static readonly TimeSpan ComparisonIsOld = TimeSpan.FromMinutes(30);

    public static IEnumerable<Finding> Judge(DiagnosticFacts facts)
    {
        if (facts is { SignedWebhook: { } webhook, EventSource: EventSource.SignedWebhook })
        {
            yield return WebhookSecret(webhook, facts.Now);
            yield return ApiToken(webhook, facts.Now);
        }
        if (facts.ConnectRefusedSince is { } since)
        {
            yield return new Finding("connect-refused", "Calls to Jira", Tone.Major, $"Jira has refused the app's secret for {JudgeDiagnostics.Age(facts.Now - since)}.",
                $"Look whether the app is still there under Apps → Manage apps. If it is, switch it off and on; do not uninstall it, since Connect apps cannot be installed anew: ask the operator for the Forge app with Connect modules instead. After {JudgeConnect.Patience.TotalDays.ToString(CultureInfo.InvariantCulture)} days without an event it counts as uninstalled.");
        }
        yield return Limits(facts);
        yield return Comparison(facts);
    }

    private static Finding WebhookSecret(SignedWebhookReading webhook, DateTimeOffset now) => new(
        "webhook-secret", "Secret of the webhook", Tone.Good,
        $"{JudgeDiagnostics.Age(now - webhook.MadeAt)} old{(webhook.PreviousUntil > now ? $"; the one before counts until {Instants.Exact(webhook.PreviousUntil.Value)}" : "")}.");

    private static Finding ApiToken(SignedWebhookReading webhook, DateTimeOffset now) => webhook.ApiTokenSavedAt is { } at
        ? new("site-token", "Token for calls to Jira", Tone.Good, $"Stored {JudgeDiagnostics.Age(now - at)} ago.")
        : new("site-token", "Token for calls to Jira", Tone.Degraded, "There is none: lost events are not found, postmortems have no comments, and nothing is linked from the ticket.", "Enter an API token of a service account on this site's page.");

    private static Finding Limits(DiagnosticFacts facts) => facts.Resting switch
    {
        [] => new("jira-limits", "Jira's limits", Tone.Good, "Jira has not asked for patience."),
        [var longest, ..] => new("jira-limits", "Jira's limits", Tone.Degraded,
            $"“{longest.Scope}” rests until {Instants.Exact(longest.Until)} ({longest.Reason ?? "no reason given"}, refused {longest.Refusals.ToString(CultureInfo.InvariantCulture)} times){(facts.Resting.Count > 1 ? $", and {(facts.Resting.Count - 1).ToString(CultureInfo.InvariantCulture)} more" : "")}.",
            "Nothing to do: the app waits and goes on by itself. If it stays for hours, other apps use up the site's quota."),
    };

    private static Finding Comparison(DiagnosticFacts facts) => facts.Comparison switch
    {
        null => new("comparison", "Comparison with Jira", Tone.Information, "Not made yet.", "Nothing to do: it begins within a minute of the installation."),
        { Problem: { } problem } behind => new("comparison", "Comparison with Jira", Tone.Degraded, $"Edits are known up to {Instants.Exact(behind.SeenUntil)}. {problem}", "Events still count as they come; lost ones are found when the reason is gone."),
        { SeenUntil: var until } old when facts.Now - until > ComparisonIsOld => new("comparison", "Comparison with Jira", Tone.Degraded, $"Edits are known up to {Instants.Exact(old.SeenUntil)}.", "If it stays, ask the operator whether the app's jobs run (/hangfire)."),
        var well => new("comparison", "Comparison with Jira", Tone.Good, $"Every edit before {Instants.Exact(well.SeenUntil)} is known; {well.Healed.ToString("N0", CultureInfo.InvariantCulture)} lost events were made up for so far."),
    };
}
