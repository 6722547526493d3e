using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

/// <summary>
/// Plants a mark of its own in every text that facts hold, found by walking the facts and not by a list, and looks which of them reach readers
/// outside: a member that is added tomorrow is walked tomorrow.
/// </summary>
public sealed partial class PrivacyWalkTests
{
    public static TheoryData<string, string> Externals => new(
        PostmortemTemplates.All.Where(template => template.Audience == TemplateAudience.External).Select(template => (template.Name, template.Language)));

    [Theory, MemberData(nameof(Externals))]
    public void Only_public_words_the_title_and_names_of_components_reach_readers(string name, string language)
    {
        var marks = new List<string>();
        var facts = Planted(GatherFacts.From(Everything), marks);

        var text = Rendered(name, language, facts);

        var told = marks.Where((_, index) => text.Contains(Mark(index), StringComparison.Ordinal)).ToList();
        Assert.All(told, path => Assert.Matches(Public(), path));
        Assert.Contains(told, path => path.Contains("publicWords", StringComparison.Ordinal));
        Assert.Contains("writtenTitle", told);
        Assert.True(marks.Count > 60, $"The walk saw {marks.Count} texts only.");
    }

    private static IncidentRecord Everything
    {
        get
        {
            var incident = Incident(resolvedAt: 80);
            incident.WrittenTitle = "Mail is late";
            return Record(incident) with
            {
                Updates = [Said(5, Stage.Investigating, "Mail is slow.", 25), Said(81, Stage.Resolved, "Mail works again.")],
                Entries = [Entry("note/1", 20, "comment", "Internal words", "Ada Lovelace")],
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
        }
    }

    private static PostmortemFacts Planted(PostmortemFacts facts, List<string> marks)
    {
        var node = JsonSerializer.SerializeToNode(facts, JsonSerializerOptions.Web)!;
        Plant(node, "", marks);
        return node.Deserialize<PostmortemFacts>(JsonSerializerOptions.Web)!;
    }

    private static void Plant(JsonNode node, string path, List<string> marks)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, member) in members.ToList())
            {
                if (member is not null && Replaced(member, path.Length == 0 ? name : $"{path}.{name}", marks) is { } mark)
                    members[name] = mark;
            }
        }
        if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                if (list[i] is { } element && Replaced(element, $"{path}[]", marks) is { } mark)
                    list[i] = mark;
            }
        }
    }

    /// <returns>The mark, when it is a text; other values stay and are walked.</returns>
    private static string? Replaced(JsonNode node, string path, List<string> marks)
    {
        if (node.GetValueKind() != JsonValueKind.String)
        {
            Plant(node, path, marks);
            return null;
        }
        var text = node.GetValue<string>();
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _))
            return null;
        marks.Add(path);
        return Mark(marks.Count - 1);
    }

    private static string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"mark{index}end");

    private static string Rendered(string name, string language, PostmortemFacts facts) => Assert.IsType<DocumentRendering.Done>(RenderDocument.From(
        PostmortemTemplates.Find(name, TemplateAudience.External, language), ExternalModel.Of(facts, DocumentWords.Of(language)))).Document.Markdown;

    [GeneratedRegex(@"^(writtenTitle|titleComponents\[\]|components\[\]\.name|publicWords\[\]\.words)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Public();
}
