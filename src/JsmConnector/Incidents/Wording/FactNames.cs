namespace JsmConnector.Incidents.Wording;

/// <summary>
/// The variables of a template for words, by the names under which people answer them: what customers may read, what stays inside, and what the app knows
/// by itself. A name that is not here does not exist in a template, and the error says so.
/// </summary>
public static class FactNames
{
    public const string StatusPage = "links.status_page", CustomerWords = "update.customer_words", Addition = "addition", Sender = "sender", MovedFrom = "maintenance.moved_from";

    /// <summary>Filled in by the app; whatever people write under these names does not count.</summary>
    public static IReadOnlyList<string> KnownByTheApp { get; } =
    [
        "company", Sender, "incident.key", "incident.url", "incident.severity", "incident.public_title", "incident.started_at", "incident.resolved_at", "incident.mitigated_at", "incident.duration", "incident.stage",
        "impact.components", "impact.state", "impact.services", StatusPage, "links.postmortem", "update.next_at", "update.last_posted_at", "update.late", "update.is_earlier", CustomerWords,
        "comms.summary", "retraction.original_update", "support.customers_read", MovedFrom,
    ];

    /// <summary>Answered by people and fit for everybody.</summary>
    public static IReadOnlyList<string> Public { get; } =
    [
        "impact.summary_public", "impact.symptoms", "impact.scope", "impact.not_affected", "impact.metric_plain", "impact.recovery_percent", "impact.residual",
        "impact.delay_now", "impact.backlog_eta", "impact.backlog_remaining", "impact.backlog_cleared_at", "impact.nothing_lost_statement",
        "impact.data_safety_statement", "impact.data_kinds", "impact.data_window", "impact.data_outcome",
        "work.cause_public", "work.workaround", "work.fix_public", "recovery.plan", "recovery.progress",
        "customer.action_required", "customer.stop_action", "customer.security_action", "apology.line", "links.alt_contact",
        "security.holding_statement", "security.approved_scope", "security.outcome",
        "upstream.public_name", "upstream.status_url", "upstream.our_mitigation", "upstream.recovered_at", "upstream.our_followup",
        "maintenance.starts_at", "maintenance.ends_at", "maintenance.timezone", "maintenance.expected_impact", "maintenance.verify_step", "maintenance.completed_at", "maintenance.overrun_minutes",
        "retraction.reason", "retraction.apology", "correction.wrong", "correction.right", "correction.effect",
    ];

    /// <summary>Answered by people, for readers inside the house.</summary>
    public static IReadOnlyList<string> Internal { get; } =
    [
        "impact.summary_internal", "impact.business", "impact.customer_count", "roles.commander", "roles.comms_lead", "roles.chat_url",
        "work.current_action", "work.needs", "work.cause_internal", "work.cause_plain", "work.fix_description", "work.owner", "work.risk", "work.watch_metric", "work.exit_criterion",
        "work.residual_work", "work.eta_internal", "work.confidence", "work.decision_needed", "work.capacity_action", "work.capacity_followup", "update.what_changed",
        "support.say", "support.do_not_say", "support.tag", "support.verify_steps", "support.bulk_reply", "support.reopen_rule", "employee.what_to_do",
        "postmortem.owner", "postmortem.due_at", "sla.credit_exposure", "security.containment_state", "security.eradication_state",
    ];

    /// <summary>Of what the app knows, what is not for customers.</summary>
    private static readonly HashSet<string> Inside = new(Internal, StringComparer.Ordinal) { "incident.key", "incident.url", "comms.summary", "links.postmortem" };

    /// <summary>While a security incident is open to the world, these help the wrong people.</summary>
    private static readonly HashSet<string> Sealed = new(StringComparer.Ordinal) { "work.cause_public", "work.cause_plain", "work.workaround", "work.fix_public" };

    private static readonly HashSet<string> Answerable = [.. Public, .. Internal];

    public static IReadOnlyList<string> All { get; } = [.. KnownByTheApp, .. Public, .. Internal];

    public static bool MayBeAnswered(string name) => Answerable.Contains(name);

    /// <summary>No text repeats it to support, employees or customers.</summary>
    public static bool StaysWithTheTeam(string name) => Internal.Contains(name, StringComparer.Ordinal)
        && !name.StartsWith("support.", StringComparison.Ordinal) && !name.StartsWith("employee.", StringComparison.Ordinal) && name != "work.cause_plain";

    /// <summary>Whether templates for an audience may name it at all.</summary>
    public static bool Exists(string name, string audience) => !Audience.ReadsPublicWords(audience) || !Inside.Contains(name);

    /// <summary>Whether it stays empty whatever people answered.</summary>
    public static bool IsSealed(string name, string audience, string incidentClass) =>
        incidentClass == IncidentClasses.Security && Audience.IsShielded(audience) && Sealed.Contains(name);
}
