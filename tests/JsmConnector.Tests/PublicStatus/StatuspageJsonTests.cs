using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Providers.Builtin;
using JsmConnector.Tests.AtlassianConnect;
using static JsmConnector.Incidents.ComponentStatus;

namespace JsmConnector.Tests.PublicStatus;

/// <summary>Readers written for Statuspage find every key where they look for it.</summary>
public sealed class StatuspageJsonTests
{
    private static readonly PageGroupSettings[] Groups =
        [new() { Name = "Europe", Components = ["Chat"], Groups = [new PageGroupSettings { Name = "Mail", Components = ["email", "Nobody knows it"] }] }, new() { Name = "Empty" }];

    private static readonly PublicPage Page = Pages.With(PartialOutage, Pages.Incident(Stage.Identified, 0, "We look.", "We know <b>it</b>: é 🙂"))
        .And("chat00000000", "Chat", Operational).And("loose0000000", "Loose", Operational).Grouped(Groups) with
    { Maintenances = [Pages.Maintenance("scheduled")] };

    private static readonly string[] PageKeys = ["id", "name", "url", "time_zone", "updated_at"];
    private static readonly string[] EntryKeys =
    [
        "id", "name", "status", "created_at", "updated_at", "monitoring_at", "resolved_at", "impact", "shortlink", "started_at", "page_id", "incident_updates", "components", "reminder_intervals",
    ];

    [Fact]
    public void A_summary_has_the_keys_of_a_real_one_in_its_order()
    {
        var ours = Read(StatuspageJson.Summary(Page));

        Assert.Equal(["page", "components", "incidents", "scheduled_maintenances", "status"], Keys(ours));
        Assert.Equal(PageKeys, Keys(ours["page"]!));
        Assert.Equal(EntryKeys, Keys(ours["incidents"]![0]!));
        Assert.Equal([.. EntryKeys, "scheduled_for", "scheduled_until"], Keys(ours["scheduled_maintenances"]![0]!));
        if (RepositoryFiles.Shared("samples/statuspage-v2/github-2020-04-02-summary-major.json") is not { } sample)
            return;
        var real = JsonNode.Parse(sample)!;
        Assert.Equal(Keys(real), Keys(ours));
        Assert.Equal(Keys(real["page"]!), Keys(ours["page"]!));
        Assert.Equal(Keys(real["status"]!), Keys(ours["status"]!));
        Assert.Empty(Keys(real["components"]![0]!).Except(Keys(ours["components"]![0]!)));
        Assert.Empty(Keys(real["incidents"]![0]!).Except(Keys(ours["incidents"]![0]!)));
        Assert.Equal(Keys(real["incidents"]![0]!["incident_updates"]![0]!), Keys(ours["incidents"]![0]!["incident_updates"]![0]!));
    }

    [Fact]
    public void Groups_and_their_children_stand_in_one_flat_list_and_a_group_inside_a_group_under_its_whole_path()
    {
        var rows = Read(StatuspageJson.Components(Page))["components"]!.AsArray().Select(row =>
            $"{row!["position"]} {row["name"]}: {row["status"]}{((bool)row["group"]! ? $" holds {row["components"]!.AsArray().Count}" : "")}{(row["group_id"] is null ? "" : " inside")}");

        Assert.Equal(
            [
                "1 Europe: operational holds 1", "1 Chat: operational inside", "2 Europe - Mail: partial_outage holds 1", "1 Email: partial_outage inside", "3 Loose: operational",
            ], rows);
    }

    [Fact]
    public void Updates_name_what_they_moved_with_the_group_in_front_and_escape_words()
    {
        var incident = Page.Incidents[0];
        var affected = """[{"Code":"email0000000","Name":"Email","OldStatus":"operational","NewStatus":"partial_outage"},{"Code":"hidden","Name":"Secret","OldStatus":"operational","NewStatus":"operational"}]""";
        var row = incident.Updates[0];
        var moved = new PublishedUpdate
        {
            InstallationId = row.InstallationId,
            PageId = row.PageId,
            PublicId = row.PublicId,
            IncidentId = row.IncidentId,
            Number = 1,
            Stage = row.Stage,
            Words = row.Words,
            DisplayAt = row.DisplayAt,
            Affected = affected,
        };
        var update = Read(StatuspageJson.Unresolved(Page with { Incidents = [incident with { Updates = [moved] }] }))["incidents"]![0]!["incident_updates"]![0]!;

        Assert.Equal("""[{"code":"email0000000","name":"Europe - Mail - Email","old_status":"operational","new_status":"partial_outage"}]""", update["affected_components"]!.ToJsonString());
        Assert.StartsWith("We know &lt;b&gt;it&lt;/b&gt;", (string?)update["body"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "maintenance")]
    [InlineData(true, "none")]
    public void Readers_that_know_four_indicators_only_can_be_spared_the_fifth(bool strict, string indicator)
    {
        var page = Pages.With(UnderMaintenance) with { Settings = new PageSettings { MaintenanceAsNone = strict } };

        Assert.Equal(indicator, (string?)Read(StatuspageJson.StatusOnly(page))["status"]!["indicator"]);
    }

    [Fact]
    public void Maintenance_is_upcoming_until_it_runs_and_stays_listed_when_it_is_over()
    {
        var page = Page with { Maintenances = [Pages.Maintenance("in_progress"), Pages.Maintenance("scheduled"), Pages.Maintenance("completed")] };
        static IEnumerable<string?> Stages(byte[] document) => Read(document)["scheduled_maintenances"]!.AsArray().Select(entry => (string?)entry!["status"]);

        Assert.Equal(["scheduled"], Stages(StatuspageJson.Upcoming(page)));
        Assert.Equal(["in_progress"], Stages(StatuspageJson.Active(page)));
        Assert.Equal(["in_progress", "scheduled", "completed"], Stages(StatuspageJson.Maintenances(page)));
        Assert.Equal(["in_progress", "scheduled"], Stages(StatuspageJson.Summary(page)));
    }

    [Fact]
    public void An_incident_that_touches_no_component_raises_the_banner_by_its_own_weight()
    {
        var incident = Pages.Incident(Stage.Investigating, 0, "We look.");
        incident.Row.ComponentIds = [];

        Assert.Equal(("major", "none"), (Pages.With(Operational, incident).Indicator.Indicator, Pages.With(Operational, Pages.Incident(Stage.Resolved, 0)).Indicator.Indicator));
    }

    private static JsonNode Read(byte[] document) => JsonNode.Parse(document)!;

    private static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(member => member.Key);
}
