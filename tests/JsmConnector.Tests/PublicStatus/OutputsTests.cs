using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Html;
using JsmConnector.Tests.Platform.Html;
using static JsmConnector.Incidents.ComponentStatus;

namespace JsmConnector.Tests.PublicStatus;

/// <summary>Feeds, calendar, badge, embed and text: whatever people wrote, each stays what its format says.</summary>
public sealed class OutputsTests
{
    private const string Hostile = "<script>alert(1)</script>\u0000\u001b[31m\r\nBEGIN:VEVENT,; \\ ]]> & \"'é🙂\u202e";

    private static readonly PublicPage Page = Evil();

    [Fact]
    public void Every_xml_can_be_read_and_holds_no_element_that_somebody_wrote()
    {
        foreach (var bytes in new[] { Feeds.Atom(Page, PageScope.Whole(Page)), Feeds.Rss(Page, PageScope.Whole(Page)), Badge.Svg(Page, PageScope.Whole(Page)), Badge.Svg(Page, PageScope.Find(Page, "evil00000000")!) })
        {
            var document = XDocument.Parse(Encoding.UTF8.GetString(bytes));
            Assert.DoesNotContain(document.Descendants(), element => element.Name.LocalName == "script");
            Assert.Contains("alert(1)", document.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task No_page_has_an_element_that_somebody_wrote()
    {
        foreach (var html in new[]
        {
            await Rendered.OfAsync<StatusPage, PageView>(Page.View()), await Rendered.OfAsync<ComponentPage, ComponentView>(new ComponentView(Page.View(), PageScope.Find(Page, "evil00000000")!)),
            await Rendered.OfAsync<HistoryPage, PastView>(new PastView(Page.View(), new PastPage(1, 1, Page.Incidents))), await Rendered.OfAsync<IncidentPage, IncidentView>(new IncidentView(Page.View(), Page.Incidents[0])),
        })
        {
            Assert.DoesNotContain("<script>", html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_calendar_keeps_its_lines_whatever_the_words_hold()
    {
        var lines = Encoding.UTF8.GetString(MaintenanceCalendar.Write(Page)).Split("\r\n");

        Assert.Single(lines, "BEGIN:VEVENT");
        Assert.All(lines, line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains("DTSTART:20261124T140000Z", lines);
        Assert.Contains("DESCRIPTION:E-mail\\; calm\\, as \\\\ever", lines);
        Assert.DoesNotContain(lines, line => line.Any(char.IsControl));
    }

    [Fact]
    public void The_embedded_state_shows_itself_only_when_there_is_something_to_say()
    {
        static JsonNode State(PublicPage page) => JsonNode.Parse(Embed.State(page))!;

        Assert.False((bool)State(Pages.With(Operational))["show"]!);
        Assert.True((bool)State(Page)["show"]!);
        Assert.EndsWith("/incidents/incident0000", (string?)State(Page)["url"], StringComparison.Ordinal);
        Assert.InRange(Embed.Script(Page).Length, 1000, 6 * 1024);
        Assert.DoesNotContain("{words}", Encoding.UTF8.GetString(Embed.Script(Page)), StringComparison.Ordinal);
    }

    [Fact]
    public void Feeds_of_a_component_hold_what_touched_it_and_nothing_else()
    {
        static int Entries(byte[] feed) => JsonNode.Parse(feed)!["items"]!.AsArray().Count;

        Assert.Equal((2, 2, 0), (Entries(Feeds.Json(Page, PageScope.Whole(Page))), Entries(Feeds.Json(Page, PageScope.Find(Page, "email0000000")!)), Entries(Feeds.Json(Page, PageScope.Find(Page, "evil00000000")!))));
    }

    [Fact]
    public void A_group_is_as_bad_as_the_worst_inside_it_however_deep()
    {
        var page = Pages.With(MajorOutage).And("chat00000000", "Chat", Operational).Grouped(
            new PageGroupSettings { Name = "All", Components = ["Chat"], Groups = [new PageGroupSettings { Name = "Mail", Groups = [new PageGroupSettings { Name = "Deep", Components = ["Email"] }] }] });

        Assert.Equal((MajorOutage, 2), (page.Groups.Single().Status, page.Groups.Single().All.Count()));
        Assert.Empty(page.Loose);
    }

    [Fact]
    public void Every_language_says_everything()
    {
        var english = Language.Of("en").Keys.Order(StringComparer.Ordinal).ToList();

        Assert.All(Language.All, language => Assert.Equal(english, language.Keys.Order(StringComparer.Ordinal)));
        Assert.Contains("de", Language.All.Select(language => language.Tag));
        Assert.All(Language.All, language => Assert.Equal(12, language["months"].Split(' ').Length));
    }

    [Fact]
    public async Task A_page_speaks_german_when_it_is_told_to()
    {
        var html = await Rendered.OfAsync<StatusPage, PageView>(new PageView(Pages.With(Operational), Language.Of("de"), ""));

        Assert.Contains("Alle Systeme in Betrieb", html, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"de\" dir=\"ltr\">", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a{color:red}", true)]
    [InlineData("@import 'https://evil.example/x.css';", false)]
    [InlineData("a{background:url(https://evil.example/p)}", false)]
    [InlineData("a{background:u/**/rl(https://evil.example/p)}", false)]
    [InlineData("a{background:\\75rl(x)}", false)]
    [InlineData("</style><script>", false)]
    public void A_style_sheet_may_change_looks_and_load_nothing(string css, bool allowed) => Assert.Equal(allowed, CustomStyle.Refusal(css) is null);

    [Theory]
    [InlineData(Tone.Good)]
    [InlineData(Tone.Degraded)]
    [InlineData(Tone.Partial)]
    [InlineData(Tone.Major)]
    [InlineData(Tone.Maintenance)]
    [InlineData(Tone.Neutral)]
    public void White_words_on_a_badge_can_be_read(Tone tone) => Assert.InRange(Contrast.Ratio("#ffffff", Badge.Colour(tone))!.Value, 4.5, 21);

    private static PublicPage Evil()
    {
        var incident = Pages.Incident(Stage.Identified, 0, Hostile);
        incident.Row.Title = Hostile;
        return Pages.With(PartialOutage, incident).And("evil00000000", Hostile, Operational) with { Name = "Acme", Maintenances = [Pages.Maintenance("scheduled", Hostile)] };
    }
}
