using JsmConnector.Administration.SetUp;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Administration;

/// <summary>What the steps of the set-up make of the rules, and that they leave alone what they do not show.</summary>
public sealed class SetUpChoicesTests
{
    private static readonly IncidentRule ByHand = new() { Name = "outages", When = "labels = outage" };

    [Fact]
    public void Boxes_become_one_rule_a_project_and_rules_that_say_more_come_first()
    {
        var rules = new RuleSettings { Incidents = [new IncidentRule { Name = "mine", Projects = ["OPS"], IssueTypes = ["1"] }, ByHand, new IncidentRule { Projects = ["HR"], IssueTypes = ["7"] }] };

        var after = TicketChoices.With(rules, [new("OPS", "1"), new("OPS", "2"), new(null, "21")], [new("OPS", "2"), new(null, "21")]);

        Assert.Equal([ByHand], TicketChoices.Kept(after));
        Assert.Equal(ByHand, after.Incidents[0]);
        // The project that was not on the screen stays, and the name that people gave stays.
        Assert.Equal([(null, "HR", "7"), ("mine", "OPS", "2")], after.Incidents.Skip(1).Take(2).Select(rule => (rule.Name, rule.Projects[0], rule.IssueTypes[0])));
        Assert.Equal(["21"], after.Incidents[3].RequestTypes);
        Assert.Equal([new("HR", "7"), new("OPS", "2"), new(null, "21")], TicketChoices.Of(after));
    }

    [Fact]
    public void No_box_gives_the_usual_marks_back() =>
        Assert.Empty(TicketChoices.With(new RuleSettings { Incidents = [new IncidentRule { Projects = ["OPS"], IssueTypes = ["1"] }] }, [new("OPS", "1")], []).Incidents);

    [Theory]
    [InlineData("type|1|OPS")]
    [InlineData("request|21")]
    public void A_box_is_read_as_it_was_written(string text) => Assert.Equal(text, TicketChoice.Of(text)!.Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("type|1")]
    [InlineData("request|")]
    public void What_is_no_box_is_none(string? text) => Assert.Null(TicketChoice.Of(text));

    [Fact]
    public void A_priority_has_one_severity_and_rules_that_ask_more_are_kept_before_it()
    {
        var (high, low) = (new NamedInJira("2", "High"), new NamedInJira("4", "Low"));
        var rules = new RuleSettings { Severity = [new SeverityRule { Priority = "high", Severity = 1 }, new SeverityRule { When = "labels = x", Severity = 2 }] };
        Assert.Equal(1, MeaningChoices.SeverityOf(rules, high));

        var after = MeaningChoices.With(rules, [(high, null), (low, 2)]);

        Assert.Equal([(null, "labels = x", 2), ("4", null, 2)], after.Severity.Select(rule => (rule.Priority, rule.When, rule.Severity)));
        Assert.Equal((2, 4), (MeaningChoices.UsualSeverity(high, [high, low]), MeaningChoices.UsualSeverity(low, [high, low])));
    }

    [Fact]
    public void A_status_is_mapped_by_its_id_and_one_that_was_mapped_by_name_is_replaced()
    {
        var map = new Dictionary<string, string> { ["Waiting for vendor"] = "identified", ["elsewhere"] = "monitoring" };
        var status = new NamedInJira("10300", "waiting for vendor", "indeterminate");
        Assert.Equal("identified", MeaningChoices.Mapped(map, status));

        var after = MeaningChoices.With(map, [(status, "monitoring")]);

        Assert.Equal([("10300", "monitoring"), ("elsewhere", "monitoring")], after.Select(entry => (entry.Key, entry.Value)).Order());
        Assert.Equal(["elsewhere"], MeaningChoices.With(map, [(status, null)]).Keys);
    }

    [Fact]
    public void Names_of_components_are_rules_only_where_they_differ_from_the_usual()
    {
        var (mail, label) = (new SourceInJira("service", "Email"), new SourceInJira("label", "emea"));
        var every = new RuleSettings { Components = [new ComponentRule { From = "email", To = ["Mail"] }] };

        Assert.Empty(ComponentChoices.With(RuleSettings.Default, [(mail, "Email"), (label, " ")]).Components);
        Assert.Equal(("Inbox, Calendar", ""), (Line(ComponentChoices.With(RuleSettings.Default, [(mail, "Inbox; Calendar,, inbox")]), mail), Line(RuleSettings.Default, label)));
        Assert.Equal("", Line(ComponentChoices.With(RuleSettings.Default, [(mail, "")]), mail));
        // One for every kind stays for the other kinds.
        var after = ComponentChoices.With(every, [(mail, "Post")]);
        Assert.Equal(("Post", "Mail"), (Line(after, mail), Line(after, new SourceInJira("component", "Email"))));
        Assert.Equal("Email", Line(ComponentChoices.With(after, [(mail, "Email")]), mail));
        Assert.Same(every, ComponentChoices.With(every, [(mail, "Mail")]));
        // A name with a comma stays one, with quotation marks or without.
        var both = new SourceInJira("service", "E-Mail, Kalender");
        Assert.Empty(ComponentChoices.With(RuleSettings.Default, [(both, Line(RuleSettings.Default, both))]).Components);
        Assert.Equal(["E-Mail, Kalender", "VPN"], ComponentChoices.With(RuleSettings.Default, [(both, "E-Mail, Kalender, VPN")]).Components.Single().To);
    }

    [Fact]
    public void The_order_of_rows_is_the_order_of_groups_and_nested_groups_are_not_touched()
    {
        var page = OrderChoices.With(new PageSettings(), [new("Email", "Office"), new("VPN", ""), new("Wi-Fi", "Network"), new("Calendar", "office")]);
        Assert.Equal([("Office", "Email,Calendar"), ("Network", "Wi-Fi")], page.Groups.Select(group => (group.Name, string.Join(',', group.Components))));

        var placed = OrderChoices.Of(page, ["vpn", "email"]);
        Assert.Equal(["Email", "Calendar", "Wi-Fi", "vpn"], placed.Select(row => row.Name));
        Assert.Equal(["Calendar", "Email", "Wi-Fi", "vpn"], OrderChoices.Moved(placed, 1, -1).Select(row => row.Name));
        Assert.Same(placed, OrderChoices.Moved(placed, 0, -1));
        Assert.False(OrderChoices.CanShow(new PageSettings { Groups = [new PageGroupSettings { Name = "A", Groups = [new PageGroupSettings { Name = "B" }] }] }));
    }

    private static string Line(RuleSettings rules, SourceInJira source) => ComponentChoices.Line(ComponentChoices.Of(rules, source));
}
