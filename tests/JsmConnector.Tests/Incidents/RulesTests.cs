using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Incidents;

/// <summary>The rules of a site over the zero-configuration ones.</summary>
public sealed class RulesTests
{
    private static readonly IssueSnapshot Ticket = Tickets.Incident() with
    {
        IssueTypeId = "10001",
        IssueTypeName = "Störung",
        StatusId = "10300",
        StatusName = "Wird beobachtet",
        PriorityId = "2",
        Labels = ["emea"],
        Fields = new Dictionary<string, IReadOnlyList<string>> { ["customfield_1"] = ["77", "Extensive"], ["customfield_2"] = ["78", "High"] },
    };

    private static SiteCatalog With(RuleSettings rules) => SiteCatalog.Empty with { Rules = rules };

    [Fact]
    public void The_first_rule_that_fits_decides_and_is_named()
    {
        var catalog = With(new RuleSettings
        {
            Incidents =
            [
                new IncidentRule { Name = "drills", When = "labels = drill", IsIncident = false },
                new IncidentRule { Projects = ["ops"], IssueTypes = ["10001"] },
            ],
        });

        Assert.Equal("rules.incidents[1]", Assert.IsType<Recognition.Incident>(Recognition.Of(Ticket, catalog)).By);
        Assert.Contains("drills", Assert.IsType<Recognition.NotAnIncident>(Recognition.Of(Ticket with { Labels = ["Drill"] }, catalog)).Because, StringComparison.Ordinal);
        Assert.Equal("rules.incidents", Assert.IsType<Recognition.NotAnIncident>(Recognition.Of(Ticket with { ProjectKey = "DEV" }, catalog)).By);
    }

    [Fact]
    public void Rules_that_only_exclude_leave_the_default_in_force() =>
        Assert.IsType<Recognition.Incident>(Recognition.Of(Tickets.Incident(), With(new RuleSettings { Incidents = [new IncidentRule { When = "labels = drill", IsIncident = false }] })));

    [Fact]
    public void An_excluded_label_beats_every_rule() => Assert.Equal("rules.excludedLabels", Recognition.Of(
        Ticket, With(new RuleSettings { ExcludedLabels = ["EMEA"], Incidents = [new IncidentRule()] })).By);

    [Fact]
    public void What_a_severity_makes_of_a_component_can_differ_by_component()
    {
        var rules = new RuleSettings
        {
            Effects = [new EffectRule { Severity = 2, Components = ["wiki"], State = "degraded_performance" }, new EffectRule { Severity = 3, State = "operational" }],
        };

        Assert.Equal((ComponentStatus.DegradedPerformance, "rules.effects[0]"), ComponentEffects.Of(Severity.Major, " Wiki", rules) is var wiki ? (wiki.Value, wiki.By) : default);
        Assert.Equal((ComponentStatus.PartialOutage, "default"), ComponentEffects.Of(Severity.Major, "Email", rules) is var mail ? (mail.Value, mail.By) : default);
        Assert.Equal(ComponentStatus.Operational, ComponentEffects.Of(Severity.Minor, "Email", rules).Value);
        Assert.Equal(["wiki"], ComponentEffects.Unusual(Severity.Major, ["Email", "Wiki"], rules).Keys);
    }

    [Fact]
    public void Another_rule_for_a_component_of_an_open_incident_is_a_new_scope_and_the_same_one_is_not()
    {
        var ticket = Ticket with { IssueTypeName = "Incident", StatusCategory = "indeterminate", AffectedServices = ["Wiki"], PriorityName = "High", HasSecurityLevel = false };
        SiteCatalog Giving(string state) => With(new RuleSettings { Effects = [new EffectRule { Severity = 2, State = state }] });
        var held = Assert.IsType<Decision.Hold>(DecideIncident.Decide(null, ticket, false, Giving("major_outage"), ticket.TakenAt)).After;

        Announcement Then(string state) => Assert.IsType<Decision.Hold>(DecideIncident.Decide(held, ticket, false, Giving(state), ticket.TakenAt)).Say;
        Assert.Equal(Announcement.Nothing, Then("major_outage"));
        Assert.Equal(Announcement.NewScope, Then("degraded_performance"));
        // Following the severity again is a change too.
        Assert.Equal(Announcement.NewScope, Then("partial_outage"));
    }

    [Fact]
    public void Impact_and_urgency_make_the_severity_per_project()
    {
        var rules = new RuleSettings
        {
            Fields = new RuleFields { Impact = "customfield_1", Urgency = "customfield_2" },
            Severity = [new SeverityRule { Projects = ["DEV"], Impact = "77", Severity = 4 }, new SeverityRule { Impact = "extensive", Urgency = "78", Severity = 1 }],
        };

        Assert.Equal((1, "rules.severity[1]"), Meaning.SeverityOf(Ticket, With(rules)) is var ops ? (ops.Value.Level, ops.By) : default);
        Assert.Equal((4, "rules.severity[0]"), Meaning.SeverityOf(Ticket with { ProjectKey = "DEV" }, With(rules)) is var dev ? (dev.Value.Level, dev.By) : default);
        Assert.Equal("default", Meaning.SeverityOf(Ticket with { Fields = new Dictionary<string, IReadOnlyList<string>>() }, With(rules)).By);
    }

    [Fact]
    public void A_status_means_what_its_id_is_mapped_to_whatever_its_translated_name()
    {
        var catalog = With(new RuleSettings { Stages = new Dictionary<string, string> { ["10300"] = "monitoring" }, Resolutions = new Dictionary<string, string> { ["Erledigt"] = "withdrawn" } });

        Assert.Equal(Stage.Monitoring, Meaning.StageOf(Ticket, null, catalog).Value);
        Assert.Equal(Stage.Withdrawn, Meaning.StageOf((Ticket with { StatusId = "1" }).Closed("erledigt"), null, catalog).Value);
        Assert.Equal(Stage.Resolved, Meaning.StageOf((Ticket with { StatusId = "1" }).Closed("Done"), null, catalog).Value);
    }

    [Fact]
    public void One_service_is_many_components_and_a_label_counts_only_when_it_is_mapped()
    {
        var catalog = With(new RuleSettings
        {
            Components =
            [
                new ComponentRule { From = "email", Kind = "service", To = ["Inbox", "Calendar"] },
                new ComponentRule { From = "emea", Kind = "label", To = ["Europe"] },
                new ComponentRule { From = "internal tool", To = [] },
            ],
        });

        var components = AffectedComponents.Of(Ticket with { AffectedServices = ["Email", "Internal tool", "VPN"] }, catalog);

        Assert.Equal(["Calendar", "Europe", "Inbox", "VPN"], components.Value);
        Assert.Equal("rules.components[0], rules.components[2], rules.components[1]", components.By);
        Assert.Equal(["Email"], AffectedComponents.Of(Ticket, SiteCatalog.Empty).Value);
    }

    [Fact]
    public void A_rule_names_the_class_and_without_one_it_is_an_outage_again()
    {
        var catalog = With(new RuleSettings { Classes = [new ClassRule { When = "labels = emea", Class = "security" }] });
        var held = ((Decision.Hold)DecideIncident.Decide(null, Tickets.Incident() with { Labels = ["emea"] }, false, catalog, Tickets.Noon)).After;

        var after = ((Decision.Hold)DecideIncident.Decide(held, Tickets.Incident(1), false, catalog, Tickets.Noon)).After;
        var gone = ((Decision.Hold)DecideIncident.Decide(held, Tickets.Incident(1) with { IssueTypeName = "Task" }, false, catalog, Tickets.Noon)).After;

        Assert.Equal(("security", "outage"), (held.Class, after.Class));
        // The last word about what is no incident any more is still of its class.
        Assert.Equal("security", gone.Class);
    }

    [Fact]
    public void Mistakes_name_the_field_and_rules_that_never_count_are_warned_of()
    {
        var rules = new RuleSettings
        {
            Incidents = [new IncidentRule { When = "colour = red" }, new IncidentRule { Projects = ["A", "B"] }, new IncidentRule { Projects = ["b", "a"], IsIncident = false }],
            Fields = new RuleFields { Major = "Major incident" },
            Severity = [new SeverityRule { Severity = 9 }, new SeverityRule { Impact = "High", Severity = 1 }],
            Stages = new Dictionary<string, string> { ["3"] = "done" },
            Resolutions = new Dictionary<string, string> { ["5"] = "monitoring" },
            Classes = [new ClassRule { When = "project = A", Class = "nuisance" }],
            Components = [new ComponentRule { From = "", Kind = "asset", To = [""] }],
        };

        Assert.Equal(
            ["rules.incidents[0].when", "rules.fields.major", "rules.severity[0].severity", "rules.severity[1].impact", "rules.stages.3", "rules.resolutions.5", "rules.classes[0].class", "rules.components[0].from", "rules.components[0].kind", "rules.components[0].to"],
            RuleMistakes.Of(rules).Select(mistake => mistake.Field));
        Assert.Equal(("rules.incidents[2]", "It never counts: rules.incidents[1] asks the same and comes first."), RuleMistakes.Warnings(rules).Select(warning => (warning.Field, warning.Reason)).Single());
    }
}
