using System.Text;
using System.Xml.Linq;
using JsmConnector.Incidents;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Html;
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
    public void Feeds_keep_letters_of_every_plane_and_drop_what_xml_cannot_hold()
    {
        var page = Pages.With(Operational, Pages.Incident(Stage.Monitoring, 0, "Mended 🙂\u0007"));

        Assert.EndsWith(" - Mended &#128578;</p>", XDocument.Parse(Encoding.UTF8.GetString(Feeds.Atom(page, PageScope.Whole(page)))).Descendants("{http://www.w3.org/2005/Atom}content").Single().Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_kept_say_nothing_that_the_next_minute_makes_wrong_and_call_a_late_promise_late()
    {
        var html = await Rendered.OfAsync<StatusPage, PageView>(Trouble.View());

        Assert.Equal(html, await Rendered.OfAsync<StatusPage, PageView>((Trouble with { Now = Pages.Now.AddMinutes(7) }).View()));
        Assert.Contains("promise-late", await Rendered.OfAsync<StatusPage, PageView>((Trouble with { Now = Pages.Now.AddMinutes(22) }).View()), StringComparison.Ordinal);
        Assert.Equal((false, true, true), (Trouble.IsOutdated(Pages.Now.AddSeconds(50)), Trouble.IsOutdated(Pages.Now.AddMinutes(1)), Pages.With(Operational).IsOutdated(Pages.Now.AddHours(12))));
    }

    [Fact]
    public void A_day_with_an_open_incident_is_not_called_quiet() =>
        Assert.Equal(["22 Nov 2026", "10 Nov 2026 to 21 Nov 2026"], PastDays.Of(Pages.With(Operational, Pages.Incident(Stage.Monitoring, 1), Pages.Incident(Stage.Resolved, 2)).View()).Select(days => days.Label));

    [Theory]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br; q=0.000, GZIP; q=0.5", "gzip")]
    public void A_reader_gets_the_best_form_that_it_takes(string accepts, string encoding) =>
        Assert.Equal(encoding, PreparedDocument.Html("").For(accepts).Encoding.ToString());
}
