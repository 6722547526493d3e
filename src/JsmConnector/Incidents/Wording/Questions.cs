namespace JsmConnector.Incidents.Wording;

/// <summary>The variables that people fill in, as questions to whoever writes.</summary>
public static class Questions
{
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["impact.summary_public"] = "What happens, in one plain sentence",
        ["impact.symptoms"] = "What people see",
        ["impact.scope"] = "Who is affected",
        ["impact.not_affected"] = "What works as usual",
        ["impact.metric_plain"] = "How slow it is, like “pages take 8 s, usually 1 s”",
        ["impact.recovery_percent"] = "How much works again",
        ["impact.residual"] = "What may still happen",
        ["impact.delay_now"] = "How late things are now",
        ["impact.backlog_eta"] = "When you expect to have caught up",
        ["impact.backlog_remaining"] = "What still waits",
        ["impact.backlog_cleared_at"] = "When everything was caught up",
        ["impact.nothing_lost_statement"] = "Whether anything was lost",
        ["impact.data_safety_statement"] = "Whether data is safe, if you know",
        ["impact.data_kinds"] = "Which kinds of data",
        ["impact.data_window"] = "Data of which time",
        ["impact.data_outcome"] = "What became of the data",
        ["work.cause_public"] = "Cause, in words for everybody",
        ["work.workaround"] = "What people can do meanwhile",
        ["work.fix_public"] = "What was changed, in words for everybody",
        ["recovery.plan"] = "How data is restored",
        ["recovery.progress"] = "How far restoring is",
        ["customer.action_required"] = "What customers need to do",
        ["customer.stop_action"] = "What customers should not do for now",
        ["customer.security_action"] = "What customers should do for their safety",
        ["apology.line"] = "Apology, in your own words",
        ["links.alt_contact"] = "How customers reach you meanwhile",
        ["security.holding_statement"] = "Approved statement",
        ["security.approved_scope"] = "What is concerned, as approved",
        ["security.outcome"] = "What was found, as approved",
        ["upstream.public_name"] = "Supplier, if you may name it",
        ["upstream.status_url"] = "The supplier’s status page",
        ["upstream.our_mitigation"] = "What you do about it",
        ["upstream.recovered_at"] = "Since when the supplier works again",
        ["upstream.our_followup"] = "What you will change",
        ["retraction.reason"] = "Why there was an alarm",
        ["retraction.apology"] = "Apology for the alarm",
        ["correction.wrong"] = "What was said",
        ["correction.right"] = "What is right",
        ["correction.effect"] = "What that means for readers",
        ["impact.summary_internal"] = "What is seen inside",
        ["impact.business"] = "Effect on the business",
        ["impact.customer_count"] = "How many customers",
        ["roles.commander"] = "Who leads",
        ["roles.comms_lead"] = "Who leads the communication",
        ["roles.chat_url"] = "Chat room",
        ["work.current_action"] = "What is being done",
        ["work.needs"] = "What is needed",
        ["work.cause_internal"] = "Cause, technically",
        ["work.cause_plain"] = "Cause, in one plain line",
        ["work.fix_description"] = "The fix",
        ["work.owner"] = "Who does it",
        ["work.risk"] = "Risk",
        ["work.watch_metric"] = "What to watch",
        ["work.exit_criterion"] = "When it counts as solved",
        ["work.residual_work"] = "What is left to do",
        ["work.eta_internal"] = "Expected end, for inside only",
        ["work.confidence"] = "How sure you are",
        ["work.decision_needed"] = "Decision needed from executives",
        ["work.capacity_action"] = "What is done about capacity",
        ["work.capacity_followup"] = "Capacity from now on",
        ["update.what_changed"] = "What is new since the last update",
        ["support.say"] = "What support should say",
        ["support.do_not_say"] = "What support should not say",
        ["support.tag"] = "Tag for tickets",
        ["support.verify_steps"] = "What customers should try",
        ["support.bulk_reply"] = "Reply to open tickets",
        ["support.reopen_rule"] = "When support opens a new ticket",
        ["employee.what_to_do"] = "What employees should do",
        ["postmortem.owner"] = "Who owns the postmortem",
        ["postmortem.due_at"] = "When the postmortem is due",
        ["sla.credit_exposure"] = "Credits you may owe",
        ["security.containment_state"] = "Containment",
        ["security.eradication_state"] = "Eradication",
    };

    private static readonly string[] OfACorrection = ["correction.wrong", "correction.right", "correction.effect"];

    public static string LabelOf(string name) => Labels.GetValueOrDefault(name, name);

    /// <summary>The questions of a stage for these audiences, public ones first, each once.</summary>
    public static IReadOnlyList<string> For(string incidentClass, string about, IEnumerable<string> audiences) =>
        about == Subjects.Correction ? OfACorrection : [.. audiences.SelectMany(audience => RequiredFacts.Of(incidentClass, audience, about)).Distinct(StringComparer.Ordinal).Where(FactNames.MayBeAnswered)
            .OrderBy(name => FactNames.Public.Contains(name, StringComparer.Ordinal) ? 0 : 1)];
}
