using System.Globalization;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.StatusPages.Providers.Statuspage;
using static JsmConnector.Tests.StatusPages.Providers.Statuspage.MirrorTasks;

namespace JsmConnector.Tests.StatusPages.Providers.Statuspage;

public sealed class StatuspageIncidentTests
{
    [Fact]
    public void One_body_carries_state_words_components_and_marker()
    {
        var update = Said(Stage.Identified, "We know.");
        var task = Of(update);

        var json = Json(StatuspageIncident.Of(task, update));

        var expected = $$"""
            { "name": "Problem with Email", "status": "identified", "body": "We know.", "impact_override": "critical",
              "component_ids": ["remoteemail"], "components": { "remoteemail": "major_outage" },
              "metadata": { "jira": { "issueId": "10042", "issueKey": "OPS-7", "site": "0193b5d0-0000-7000-8000-000000000001" },
                            "jsmconnector": { "update": "{{update.Id.Value}}" } },
              "deliver_notifications": true }
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), json), json.ToJsonString());
    }

    [Fact]
    public void Names_of_components_are_compared_without_case_and_unmapped_ones_are_left_alone()
    {
        var task = Of(Said(Stage.Investigating)).With(incident => incident with { Components = [Email, Wiki] }).Mapping((" eMAIL", "remoteemail"));

        var body = StatuspageIncident.Of(task, task.Incident.Updates[0]);

        Assert.Equal(["remoteemail"], body.ComponentIds);
    }

    [Fact]
    public void Without_a_mapped_component_none_is_named()
    {
        var task = Of(Said(Stage.Investigating)).Mapping();

        var json = Json(StatuspageIncident.Of(task, task.Incident.Updates[0]));

        Assert.False(json.ContainsKey("components"));
        Assert.False(json.ContainsKey("component_ids"));
    }

    [Fact]
    public void A_resolved_incident_sends_the_computed_state_of_what_it_touched()
    {
        var resolved = Said(Stage.Resolved);
        var task = Of(resolved).With(incident => incident with { Components = [Email, Wiki with { IsAffected = false }] }) with
        {
            Components = [State(Email, ComponentStatus.DegradedPerformance), State(Wiki, ComponentStatus.Operational)],
        };

        var body = StatuspageIncident.Of(task, resolved);

        Assert.Equal("resolved", body.Status);
        Assert.Equal("degraded_performance", body.Components!["remoteemail"]);
        Assert.Equal("operational", body.Components["remotewiki"]);
    }

    [Fact]
    public void A_remote_component_behind_several_of_ours_is_as_bad_as_the_worst()
    {
        var task = Of(Said(Stage.Resolved)).Mapping(("Email", "shared"), ("Wiki", "shared")) with
        {
            Components = [State(Email, ComponentStatus.Operational), State(Wiki, ComponentStatus.PartialOutage)],
        };

        Assert.Equal("partial_outage", StatuspageIncident.Of(task, task.Incident.Updates[0]).Components!["shared"]);
    }

    [Fact]
    public void A_withdrawal_ends_the_incident_with_its_words()
    {
        var withdrawn = Said(Stage.Withdrawn, "We withdraw this notice.");

        var body = StatuspageIncident.Of(Of(withdrawn), withdrawn);

        Assert.Equal(("resolved", "We withdraw this notice."), (body.Status, body.Body));
    }

    [Fact]
    public void Long_texts_are_cut_between_characters_that_a_reader_sees()
    {
        var family = "👨‍👩‍👧‍👦";
        var update = Said(Stage.Investigating, string.Concat(Enumerable.Repeat(family, 3000)));
        var task = Of(update).With(incident => incident with { Title = string.Concat(Enumerable.Repeat(family, 50)) });

        var body = StatuspageIncident.Of(task, update);

        Assert.InRange(body.Name.Length, 200, StatuspageIncident.LongestName);
        Assert.InRange(body.Body!.Length, 24_900, StatuspageIncident.LongestBody);
        Assert.EndsWith("…", body.Name, StringComparison.Ordinal);
        Assert.Equal(0, (body.Name.Length - 1) % family.Length);
        Assert.All(Elements(body.Name), element => Assert.True(element is "…" || element == family));
    }

    [Fact]
    public void An_empty_title_or_text_is_never_sent()
    {
        var update = Said(Stage.Investigating, "  ");
        var body = StatuspageIncident.Of(Of(update).With(incident => incident with { Title = " " }), update);

        Assert.NotEmpty(body.Name);
        Assert.Null(body.Body);
    }

    private static JsonObject Json(StatuspageIncident body) =>
        System.Text.Json.JsonSerializer.SerializeToNode(body, StatuspageIncident.Json)!.AsObject();

    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
            yield return elements.GetTextElement();
    }
}
