using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Webhooks;

/// <summary>
/// Step four of the path (after DrainWebhooks): payload and site facts in, an intent out. Pure. The next step is Incidents/ApplyIntent.
/// </summary>
public static class TranslateWebhook
{
    /// <summary>The reason kept with an event that the app caused.</summary>
    public const string OwnEdit = "made by the app itself";

    /// <summary>Our own mark in a body whose issue holds few of its fields: see <see cref="ReadWholeIssue"/>.</summary>
    public const string PartialMember = "isPartial";

    /// <summary>Our own mark in a body of a ticket that Jira shows again: when it was seen, since coming into sight is no edit.</summary>
    public const string SeenMember = "seenAt";

    /// <param name="receivedAt">Stands in for the event's own time when the body has none.</param>
    /// <exception cref="JsonException">The body is not JSON.</exception>
    public static Intent Translate(ReadOnlyMemory<byte> body, SiteCatalog catalog, DateTimeOffset receivedAt)
    {
        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 256 });
        return Translate(document.RootElement, catalog, receivedAt);
    }

    private static Intent Translate(JsonElement root, SiteCatalog catalog, DateTimeOffset receivedAt)
    {
        var name = root.Text("webhookEvent") ?? "";
        var at = root.Epoch("timestamp") ?? receivedAt;
        if (IsOurOwn(root, name, catalog, at))
            return new Intent.NotOurs(OwnEdit);
        return name switch
        {
            "jira:issue_created" or "jira:issue_updated" => Observed(root, catalog, at),
            "jira:issue_deleted" => ReadIssue.From(root.Member("issue"), catalog, at, false) is { } last
                ? new Intent.Delete(last)
                : new Intent.NotOurs("the event carries no issue"),
            "comment_created" or "comment_updated" or "comment_deleted" => Noted(root, name, catalog, at),
            "" => new Intent.NotOurs("the body names no webhookEvent"),
            _ => new Intent.NotOurs($"the event {ReadIssue.Cut(name, 100)} concerns no incident"),
        };
    }

    /// <summary>Our own edits come back as webhooks; answering them would be talking to ourselves.</summary>
    private static bool IsOurOwn(JsonElement root, string name, SiteCatalog catalog, DateTimeOffset at)
    {
        if (catalog.AppAccountId is not { } app)
            return false;
        var actor = root.Member("user");
        if (actor.ValueKind != JsonValueKind.Object && name.StartsWith("comment_", StringComparison.Ordinal))
            actor = root.Member("comment").Member("updateAuthor");
        // A test ticket is made by the app so that its event goes the whole way.
        return actor.Text("accountId") == app && !(name == "jira:issue_created" && ReadIssue.From(root.Member("issue"), catalog, at, true) is { } made && TestIncident.Is(made));
    }

    private static Intent Observed(JsonElement root, SiteCatalog catalog, DateTimeOffset at)
    {
        if (ReadIssue.From(root.Member("issue"), catalog, at, root.Member(PartialMember).ValueKind == JsonValueKind.True) is not { } snapshot)
            return new Intent.NotOurs("the event carries no issue");
        if (root.Epoch(SeenMember) is { } seen && seen > snapshot.TakenAt)
            snapshot = snapshot with { TakenAt = seen };
        var facts = ReadFacts.FromChangelog(root, at).ToList();
        // Server and Data Center send a comment inside issue_updated.
        if (root.Member("comment").ValueKind == JsonValueKind.Object && ReadFacts.FromComment(root.Member("comment"), false, at) is { } comment)
            facts.Add(comment);
        return new Intent.Observe(snapshot, facts);
    }

    private static Intent Noted(JsonElement root, string name, SiteCatalog catalog, DateTimeOffset at)
    {
        var comment = root.Member("comment");
        if (ReadFacts.FromComment(comment, name == "comment_deleted", at) is not { } fact)
            return new Intent.NotOurs("the event carries no comment");
        var snapshot = ReadIssue.From(root.Member("issue"), catalog, at, true);
        if ((snapshot?.IssueId ?? IssueOf(comment)) is not { } issueId)
            return new Intent.NotOurs("the comment names no issue");
        return new Intent.Note(snapshot, issueId, [fact]);
    }

    private static string? IssueOf(JsonElement comment)
    {
        var parts = comment.Text("self")?.Split('/') ?? [];
        var at = Array.LastIndexOf(parts, "issue");
        return at >= 0 && at + 1 < parts.Length && parts[at + 1].All(char.IsAsciiDigit) && parts[at + 1].Length > 0 ? parts[at + 1] : null;
    }
}
