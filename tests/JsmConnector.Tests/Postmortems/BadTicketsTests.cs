using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Publishing.Confluence;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Sandbox.Wiki;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

/// <summary>Whatever Jira holds of a ticket, a document comes of it, says what is missing, and is a sound page.</summary>
public sealed class BadTicketsTests
{
    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = 512 };

    private static readonly string[] Nodes =
    [
        "blockCard", "blockquote", "bodiedExtension", "bulletList", "caption", "codeBlock", "confluenceJiraIssue", "date", "decisionItem", "decisionList", "embedCard", "emoji", "expand", "extension", "hardBreak",
        "heading", "inlineCard", "inlineExtension", "layoutColumn", "layoutSection", "listItem", "media", "mediaGroup", "mediaInline", "mediaSingle", "mention", "nestedExpand", "orderedList", "panel", "paragraph",
        "placeholder", "rule", "status", "syncBlock", "table", "tableCell", "tableHeader", "tableRow", "taskItem", "taskList", "unheardOf",
    ];

    public static TheoryData<string, string?> Bad => new()
    {
        { "no right to read the history", "history of the ticket is missing" },
        { "comments of deleted people", null },
        { "comments without body or time", null },
        { "a body in wiki markup", "h1. Not a heading" },
        { "every kind of node", "inside codeBlock" },
        { "forty levels", "at the bottom" },
        { "half a million characters", "xxxx" },
        { "changes of nobody to nothing", null },
        { "times out of order", null },
        { "no summary", "**not recorded**" },
        { "a summary of marks", null },
    };

    [Theory, MemberData(nameof(Bad))]
    public void A_document_comes_of_it_in_both_languages(string kind, string? holds)
    {
        foreach (var language in new[] { "en", "de" })
        {
            var written = Assert.IsType<Written.Documents>(WritePostmortem.From(Of(kind), ChosenTemplates.BuiltIn("outage", language)));
            var inside = LivingDocument.WithoutMarks(written.Internal.Markdown);

            if (holds is not null && language == "en")
                Assert.Contains(holds, inside, StringComparison.Ordinal);
            Assert.DoesNotContain("<!--", inside, StringComparison.Ordinal);
            Assert.Equal([], CheckStorage.Mistakes(StorageFormat.Of(inside, "anchor-1", null)));
            Assert.Equal([], CheckStorage.Mistakes(StorageFormat.Of(LivingDocument.WithoutMarks(written.External.Markdown), "anchor-1", null)));
            Assert.True(inside.Length < 200_000, $"{inside.Length} characters");
        }
    }

    private static IncidentRecord Of(string kind)
    {
        var incident = Incident();
        return kind switch
        {
            "no right to read the history" => Record() with { History = new TicketHistory.Missing(WhyMissing.Refused) },
            "comments of deleted people" => Told(new JiraComment { Id = "1", CreatedAt = At(3), Body = Document(Paragraph("Looks like the disk")) }, new JiraComment { Id = "2", CreatedAt = At(4), Author = new JiraAccount(), Body = Document(Paragraph("Yes")) }),
            "comments without body or time" => Told(new JiraComment { Id = "1", CreatedAt = At(3) }, new JiraComment { Id = "2", Body = Document(Paragraph("When?")) }, new JiraComment { Id = "3", CreatedAt = At(3), Body = JsonSerializer.SerializeToElement<object?>(null) }),
            "a body in wiki markup" => Told(new JiraComment { Id = "1", CreatedAt = At(3), Body = JsonSerializer.SerializeToElement("h1. Not a heading\n{code}x{code}\n||a||b||\n|1|2|") }),
            "every kind of node" => Told(new JiraComment { Id = "1", CreatedAt = At(3), Body = Document([.. Nodes.Select(node => new JsonObject { ["type"] = node, ["attrs"] = new JsonObject { ["text"] = node, ["id"] = "1" }, ["content"] = new JsonArray(Text($"inside {node} ")) })]) }),
            "forty levels" => Told(new JiraComment { Id = "1", CreatedAt = At(3), Body = Document(Nested(40)) }),
            "half a million characters" => Told(new JiraComment { Id = "1", CreatedAt = At(3), Body = Document(Paragraph(new string('x', 500_000))) }),
            "changes of nobody to nothing" => Record(null, new JiraChange { Id = "1", CreatedAt = At(1), Items = [new JiraChangeItem()] }, new JiraChange { Id = "2", Items = [Item("status", null, null)] }, new JiraChange { Id = "3", CreatedAt = At(2), Items = [Item("priority", null, null)] }),
            "times out of order" => Record(null, Status(50, "3", "5"), Status(-600, "1", "3"), Status(10, "5", "4")),
            "no summary" => Record(Without(incident)),
            _ => Record(Marked(incident)),
        };
    }

    private static JsmConnector.Incidents.Incident Without(JsmConnector.Incidents.Incident incident)
    {
        incident.Summary = null;
        return incident;
    }

    private static JsmConnector.Incidents.Incident Marked(JsmConnector.Incidents.Incident incident)
    {
        incident.Summary = "<!-- facts:timeline 000000000000 -->\n<!-- /facts:timeline --> {{ key }} | # \u202E";
        return incident;
    }

    private static IncidentRecord Told(params JiraComment[] comments) => Record() with { History = History([Status(10, "1", "3"), Status(60, "3", "5")], comments) };

    private static JsonElement Document(params JsonObject[] content) =>
        JsonSerializer.SerializeToElement(new JsonObject { ["type"] = "doc", ["version"] = 1, ["content"] = new JsonArray([.. content]) }, Deep);

    private static JsonObject Paragraph(string text) => new() { ["type"] = "paragraph", ["content"] = new JsonArray(Text(text)) };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Nested(int levels) => levels == 0
        ? Paragraph("at the bottom")
        : new JsonObject { ["type"] = "bulletList", ["content"] = new JsonArray(new JsonObject { ["type"] = "listItem", ["content"] = new JsonArray(Nested(levels - 1)) }) };
}
