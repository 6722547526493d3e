using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Explanations;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Incidents;

/// <summary>The explanation says what the pipeline decides, whatever the ticket and whatever the rules.</summary>
public sealed class ExplainTicketTests
{
    private static readonly IReadOnlyList<RuleSettings> Rulebooks =
    [
        RuleSettings.Default,
        new() { ExcludedLabels = ["drill"], Stages = new Dictionary<string, string> { ["Open"] = "monitoring" }, Components = [new ComponentRule { From = "Email", To = ["Inbox", "Calendar"] }] },
        new() { Incidents = [new IncidentRule { When = "labels = outage" }], Severity = [new SeverityRule { Priority = "High", Severity = 1 }], Classes = [new ClassRule { When = "service = VPN", Class = "security" }] },
        new() { Incidents = [new IncidentRule { Projects = ["DEV"], IsIncident = false }, new IncidentRule { IssueTypes = ["Task"] }], Resolutions = new Dictionary<string, string> { ["Done"] = "withdrawn" }, Components = [new ComponentRule { From = "outage", Kind = "label", To = ["Everything"] }] },
    ];

    private static Gen<IssueSnapshot> Tickets =>
        from type in Gen.Elements("[System] Incident", "Task", "Störung")
        from project in Gen.Elements("OPS", "DEV")
        from kind in Gen.Elements("service_desk", "software")
        from status in Gen.Elements(("Open", "new"), ("Monitoring", "indeterminate"), ("Closed", "done"), ("Odd", "undefined"))
        from priority in Gen.Elements("Highest", "High", "Low", "Odd", null)
        from resolution in Gen.Elements("Done", "Duplicate", null)
        from services in Gen.SubListOf("Email", "VPN", "Intranet")
        from labels in Gen.SubListOf("drill", "outage", TestIncident.Label)
        from secured in Gen.Elements(true, false)
        select Incidents.Tickets.Incident() with
        {
            IssueTypeName = type,
            ProjectKey = project,
            ProjectType = kind,
            StatusName = status.Item1,
            StatusCategory = status.Item2,
            PriorityName = priority,
            ResolutionName = resolution,
            AffectedServices = [.. services],
            Labels = [.. labels],
            HasSecurityLevel = secured,
        };

    [Fact]
    public void It_agrees_with_the_decision_for_every_ticket_and_every_rulebook() => Prop.ForAll(
        Arb.From(Tickets), Arb.From(Gen.Elements(Rulebooks.AsEnumerable())), (issue, rules) =>
        {
            var (catalog, now) = (SiteCatalog.Empty with { Rules = rules }, Incidents.Tickets.Noon.AddMinutes(5));
            var explained = ExplainTicket.Of(issue, catalog, now);
            var answers = explained.Steps.ToDictionary(step => step.Question, step => step.Answer);
            return DecideIncident.Decide(null, issue, false, catalog, now) switch
            {
                Decision.Hold(var state, var say) =>
                    answers["Incident"] == "Yes" && answers["Stage"] == state.Stage.Label() && answers["Severity"].StartsWith(state.Severity.ToString(), StringComparison.Ordinal)
                    && answers["Components"] == (state.Components.Count == 0 ? "None" : string.Join(", ", state.Components)) && answers["Class"] == state.Class
                    && answers["Public"] == (state.Published ? "Yes" : "No") && (explained.Words is null) == (say == Announcement.Nothing),
                Decision.Ignore(var because) => answers["Incident"] == "No" && explained.Steps[0].Because == because && !explained.IsIncident,
                _ => false,
            };
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_answer_names_the_rule_that_gave_it()
    {
        var explained = ExplainTicket.Of(Incidents.Tickets.Incident() with { Labels = ["outage"], PriorityName = "High" }, SiteCatalog.Empty with { Rules = Rulebooks[2] }, Incidents.Tickets.Noon);

        Assert.Equal(["rules.incidents[0]", "rules.severity[0]", "default", "default", "default", "default"], explained.Steps.Select(step => step.By));
    }

    [Fact]
    public void Only_the_questions_with_another_answer_differ()
    {
        var before = ExplainTicket.Of(Incidents.Tickets.Incident(), SiteCatalog.Empty, Incidents.Tickets.Noon);
        var after = ExplainTicket.Of(Incidents.Tickets.Incident(), SiteCatalog.Empty with { Rules = Rulebooks[1] }, Incidents.Tickets.Noon);

        Assert.Empty(Explanation.Differences(before, before));
        Assert.Equal([("Stage", "Investigating", "Monitoring"), ("Components", "Email", "Calendar, Inbox")], Explanation.Differences(before, after));
    }
}
