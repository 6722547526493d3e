using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

/// <summary>Every template that comes with the app, in every language, on a rich and on an empty incident.</summary>
public sealed class TemplatesTests
{
    public static TheoryData<string, string, string> Pairs => new(
        from language in new[] { "en", "de" }
        from template in PostmortemTemplates.All.Where(template => template.Audience == TemplateAudience.Internal && template.Language == language)
        from outside in PostmortemTemplates.All.Where(other => other.Audience == TemplateAudience.External && other.Language == language)
        select (template.Name, outside.Name, language));

    [Theory, MemberData(nameof(Pairs))]
    public void A_rich_incident_fills_it_and_an_empty_one_says_what_was_not_recorded(string inside, string outside, string language)
    {
        var notRecorded = DocumentWords.Of(language).NotRecorded;
        var rich = Write(Rich, inside, outside, language);
        var empty = Write(Record(), inside, outside, language);
        var hidden = Write(Record(), inside, outside, language);

        Assert.Contains("OPS-7", rich.Internal.Markdown, StringComparison.Ordinal);
        Assert.Contains("OPS-99", rich.Internal.Regions["requests"], StringComparison.Ordinal);
        Assert.Contains("Time to resolution", rich.Internal.Regions["agreements"], StringComparison.Ordinal);
        Assert.Contains("full disk", rich.Internal.Regions["hints_cause"], StringComparison.Ordinal);
        Assert.Contains("Mail works again.", rich.External.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-", rich.External.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", rich.External.Markdown, StringComparison.Ordinal);
        Assert.Contains(notRecorded, empty.Internal.Markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("0 min", empty.Internal.Markdown, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("_", hidden.External.Markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void Every_region_is_placed_by_some_template_and_every_place_has_a_region(string language)
    {
        foreach (var audience in Enum.GetValues<TemplateAudience>())
        {
            var regions = PostmortemTemplates.Regions(audience, language).Select(region => region.Name).ToHashSet(StringComparer.Ordinal);
            var placed = PostmortemTemplates.All.Where(template => template.Audience == audience && template.Language == language)
                .SelectMany(template => System.Text.RegularExpressions.Regex.Matches(template.Source, @"regions\.(?<name>\w+)", default, TimeSpan.FromSeconds(1)).Select(match => match.Groups["name"].Value)).ToHashSet(StringComparer.Ordinal);

            Assert.Equal(regions.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Both_languages_ask_the_same_questions()
    {
        foreach (var english in PostmortemTemplates.All.Where(template => template.Language == "en"))
        {
            var german = PostmortemTemplates.Find(english.Name, english.Audience, "de");

            Assert.Equal(Count(english.Source, "\n#"), Count(german.Source, "\n#"));
            Assert.Equal(Count(english.Source, "\n> _"), Count(german.Source, "\n> _"));
            Assert.Equal(Count(english.Source, "regions."), Count(german.Source, "regions."));
        }
    }

    [Fact]
    public void The_external_account_has_its_four_parts_and_apologises_twice()
    {
        var external = Write(Rich, "atlassian", "four-part", "en").External.Markdown;

        Assert.Equal(2, Count(external, "We are sorry"));
        Assert.Equal(4, Count(external, "\n## "));
    }

    [Fact]
    public void Every_place_that_an_account_for_customers_leaves_to_people_keeps_it_from_going_out() => Assert.All(
        PostmortemTemplates.All.Where(template => template.Audience == TemplateAudience.External),
        template => Assert.Equal(Count(template.Source, "\n> _"), JsmConnector.Postmortems.Publishing.UnfilledPrompts.CountIn(template.Source)));

    [Fact]
    public void Steps_are_told_in_the_order_in_which_they_happened()
    {
        var steps = Write(Rich, "atlassian", "four-part", "en").External.Regions["steps"].Split('\n');

        Assert.Equal(
        [
            "- 23 November 2026, 12:10 UTC: we were at work on it.", "- 23 November 2026, 12:30 UTC: we believed the problem to be over.", "- 23 November 2026, 12:50 UTC: it came back.",
            "- 23 November 2026, 13:10 UTC: a fix was in place, and we watched whether it held.", "- 23 November 2026, 13:20 UTC: the problem was over.",
        ], steps);
    }

    [Theory]
    [InlineData("The update promised for 17:20 UTC came 2 hours 46 minutes late.", "Die für 17:20 UTC zugesagte Meldung kam 2 Stunden 46 Minuten zu spät.")]
    [InlineData("The update promised for 17:20 UTC did not come. Escalated to the incident commander and their deputy.", "Die für 17:20 UTC zugesagte Meldung kam nicht. Weitergemeldet an: Einsatzleitung und Vertretung.")]
    [InlineData("The update promised for 17:20 UTC is due now, and only a person may write it.", "Die für 17:20 UTC zugesagte Meldung ist fällig, und nur ein Mensch darf sie schreiben.")]
    [InlineData("Go public: approved", "Go public: zugestimmt")]
    [InlineData("Words that nobody foresaw.", "Words that nobody foresaw.")]
    public void What_the_app_noted_in_English_is_German_in_a_German_document(string noted, string shown) =>
        Assert.Equal(shown, DocumentWords.Of("de").Row(new TimelineRow("k", Noon, "promise", noted, JsmConnector.Incidents.Visibility.Internal, null, "e", null)));

    [Theory]
    [InlineData("assignee", "Assignee: none → Ada Lovelace", "Zuständig: niemand → Ada Lovelace")]
    [InlineData("resolution", "Resolution: none → Done", "Lösung: keine → Done")]
    [InlineData("status", "Status: Open → Work in progress", "Status: Open → Work in progress")]
    [InlineData("field", "Affected services: VPN → none", "Betroffene Dienste: VPN → keine")]
    [InlineData("field", "Farbe: rot → none → blau", "Farbe: rot → none → blau")]
    [InlineData("link", "Link: none → This issue causes OPS-5", "Verknüpft: This issue causes OPS-5")]
    [InlineData("link", "Link: This issue causes OPS-5 → none", "Verknüpfung entfernt: This issue causes OPS-5")]
    public void What_changed_on_the_ticket_is_told_in_German(string kind, string noted, string shown) =>
        Assert.Equal(shown, DocumentWords.Of("de").Row(new TimelineRow("k", Noon, kind, noted, JsmConnector.Incidents.Visibility.Internal, null, "e", null)));

    [Theory]
    [InlineData("en")]
    [InlineData("de")]
    public void An_account_without_a_known_length_says_nothing_of_one(string language)
    {
        var record = Rich with { Corrections = [new Correction(MomentKind.ImpactStarted, At(85), "After the end.", null)] };

        var regions = Write(record, "atlassian", "four-part", language).External.Regions;

        Assert.DoesNotContain(DocumentWords.Of(language).NotRecorded, regions["period"] + regions["apology"], StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static IncidentRecord Rich => Record(
        Incident(resolvedAt: 80), Change(4, Item("assignee", "a", "b", "Ada Lovelace", "Bob")), Status(10, "1", "3"), Status(30, "3", "5"), Status(50, "5", "3"), Status(70, "3", "4"), Status(80, "4", "5")) with
    {
        Updates = [Said(5, Stage.Investigating, "Mail is slow.", 25), Said(81, Stage.Resolved, "Mail works again.")],
        Deliveries = [Sent(6, "statuspage", "main", DeliveryState.Delivered), Sent(6, "portal", "portal", DeliveryState.Failed, "No.")],
        History = History([Change(4, Item("assignee", "a", "b", "Ada Lovelace", "Bob")), Status(10, "1", "3"), Status(30, "3", "5"), Status(50, "5", "3"), Status(70, "3", "4"), Status(80, "4", "5")],
            Comment("1", 12, "Caused by a full disk. Customers cannot log in; an alert fired. We restarted it.")),
        Corrections = [new Correction(MomentKind.Detected, At(1), "The alert came then.", "u1")],
        Surroundings = new TicketSurroundings
        {
            ReporterIsApp = false,
            Links = [new LinkedTicket("OPS-99", "is caused by", "Cannot log in", "Done", true, "https://acme.atlassian.net/browse/OPS-99")],
            ServiceLevels = [new ServiceLevel("Time to resolution", TimeSpan.FromHours(4), TimeSpan.FromMinutes(80), false)],
            Approvals = [new TicketApproval("1", "Go public", "approved", At(3), ["Ada Lovelace"])],
        },
    };

    private static Written.Documents Write(IncidentRecord record, string inside, string outside, string language) =>
        Assert.IsType<Written.Documents>(WritePostmortem.From(record, ChosenTemplates.BuiltIn("outage", language, inside, outside)));
}
