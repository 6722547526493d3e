using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;

namespace JsmConnector.Postmortems.Publishing.Ticket;

/// <summary>The comment in Jira's document format, with the properties that make it internal and ours. Pure.</summary>
internal static class TicketComment
{
    private const string PropertyKey = "jsmconnector-publication";

    /// <summary>In the place of a hash.</summary>
    public const string Withdrawn = "withdrawn";

    public static object Of(string issueKey, IReadOnlyList<string> addresses, string hash) => Ours(hash,
        Paragraph([Text($"The postmortem of {issueKey} is published:")]),
        new { type = "bulletList", content = addresses.Select(address => new { type = "listItem", content = new[] { Paragraph([Link(address)]) } }).ToArray() });

    public static object TakenBack(string issueKey) => Ours(Withdrawn, Paragraph([Text($"The postmortem of {issueKey} was published and has been withdrawn.")]));

    private static object Ours(string hash, params object[] content) => new
    {
        body = new { type = "doc", version = 1, content },
        properties = new object[]
        {
            // Customers read comments of their tickets; this one is for the team.
            new { key = "sd.public.comment", value = new { @internal = true } },
            new { key = PropertyKey, value = new { hash } },
        },
    };

    public static bool IsOurs(JiraComment comment) => HashOf(comment) is not null;

    /// <summary>Of the addresses that it names; null when the comment is not ours.</summary>
    public static string? HashOf(JiraComment comment) => comment.Properties.ValueKind != JsonValueKind.Array ? null : comment.Properties.EnumerateArray()
        .Where(property => property.ValueKind == JsonValueKind.Object && property.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String && key.GetString() == PropertyKey)
        .Select(property => property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty("hash", out var hash) ? hash.ToString() : "")
        .FirstOrDefault();

    /// <summary>Jira names who wrote a comment and who wrote it last: the app alone, or somebody after it.</summary>
    public static bool IsChangedByPeople(JiraComment comment) =>
        comment is { Author.AccountId: { Length: > 0 } author, UpdateAuthor.AccountId: { Length: > 0 } last } && author != last;

    private static object Paragraph(object[] content) => new { type = "paragraph", content };

    private static object Text(string text) => new { type = "text", text };

    private static object Link(string address) => new { type = "text", text = address, marks = new[] { new { type = "link", attrs = new { href = address } } } };
}
