using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using JsmConnector.Incidents;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Html;
using JsmConnector.Tests.AtlassianConnect;
using JsmConnector.Tests.Platform.Html;
using static JsmConnector.Incidents.ComponentStatus;

namespace JsmConnector.Tests.PublicStatus;

public sealed class PublicPageTests
{
    private static readonly PublicPage Trouble = Pages.With(PartialOutage, Pages.Incident(Stage.Identified, 0, "We look.", "We know <b>it</b>: é 🙂"));

    [Theory]
    [InlineData("none", "All Systems Operational", Operational, Operational)]
    [InlineData("critical", "Major System Outage", MajorOutage, MajorOutage)]
    [InlineData("major", "Partial System Outage", MajorOutage, Operational)]
    [InlineData("major", "Partial System Outage", PartialOutage, PartialOutage)]
    [InlineData("minor", "Minor Service Outage", PartialOutage, DegradedPerformance)]
    [InlineData("maintenance", "Service Under Maintenance", UnderMaintenance, Operational)]
    public void The_state_of_all_components_gives_the_words_of_the_page(string indicator, string description, ComponentStatus one, ComponentStatus other) =>
        Assert.Equal(new PageIndicator(indicator, description), PageIndicator.Of([one, other]));

    [Theory]
    [InlineData(MajorOutage, 60)]
    [InlineData(PartialOutage, 18)]
    public void An_hour_counts_by_how_bad_it_was_and_an_outage_that_lasts_counts_until_now(ComponentStatus status, int minutes) =>
        Assert.Equal((status, TimeSpan.FromMinutes(minutes)), Pages.With(status).Components[0].Days.Select(day => (day.Worst!.Value, day.Down)).Last());

    [Fact]
    public void A_summary_has_every_key_of_a_real_one_and_words_are_escaped()
    {
        var ours = JsonNode.Parse(StatuspageJson.Summary(Trouble))!;
        var update = ours["incidents"]![0]!["incident_updates"]![0]!;

        Assert.StartsWith("We know &lt;b&gt;it&lt;/b&gt;", (string?)update["body"], StringComparison.Ordinal);
        if (RepositoryFiles.Shared("samples/statuspage-v2/github-2020-04-02-summary-major.json") is not { } sample)
            return;
        var real = JsonNode.Parse(sample)!;
        Assert.Equal(Keys(real), Keys(ours));
        Assert.Empty(Keys(real["components"]![0]!).Except(Keys(ours["components"]![0]!)));
        Assert.Empty(Keys(real["incidents"]![0]!).Except(Keys(ours["incidents"]![0]!)));
        Assert.Empty(Keys(real["incidents"]![0]!["incident_updates"]![0]!).Except(Keys(update)));

        static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(member => member.Key);
    }

    [Fact]
    public void Feeds_keep_letters_of_every_plane_and_drop_what_xml_cannot_hold()
    {
        var page = Pages.With(Operational, Pages.Incident(Stage.Monitoring, 0, "Mended 🙂\u0007"));

        Assert.EndsWith(" - Mended &#128578;</p>", XDocument.Parse(Encoding.UTF8.GetString(Feeds.Atom(page))).Descendants("{http://www.w3.org/2005/Atom}content").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_kept_say_nothing_that_the_next_minute_makes_wrong_and_call_a_late_promise_late()
    {
        var html = await Rendered.OfAsync<StatusPage, PublicPage>(Trouble);

        Assert.Equal(html, await Rendered.OfAsync<StatusPage, PublicPage>(Trouble with { Now = Pages.Now.AddMinutes(7) }));
        Assert.Contains("promise-late", await Rendered.OfAsync<StatusPage, PublicPage>(Trouble with { Now = Pages.Now.AddMinutes(22) }), StringComparison.Ordinal);
        Assert.Equal((false, true, true), (Trouble.IsOutdated(Pages.Now.AddSeconds(50)), Trouble.IsOutdated(Pages.Now.AddMinutes(1)), Pages.With(Operational).IsOutdated(Pages.Now.AddHours(12))));
    }

    [Fact]
    public void A_day_with_an_open_incident_is_not_called_quiet() =>
        Assert.Equal(["22 Nov 2026", "10 Nov 2026 to 21 Nov 2026"], PastDays.Of(Pages.With(Operational, Pages.Incident(Stage.Monitoring, 1), Pages.Incident(Stage.Resolved, 2))).Select(days => days.Label));

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br; q=0.000, GZIP; q=0.5", "gzip")]
    public void A_reader_gets_the_best_form_that_it_takes(string accepts, string encoding) =>
        Assert.Equal(encoding, PreparedDocument.Html("").For(accepts).Encoding.ToString());
}
