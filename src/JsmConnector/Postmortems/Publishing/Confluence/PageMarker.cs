using System.Text.Json;
using JsmConnector.Incidents.Publications;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// Tells our page from another with the same title. It travels in the text (an anchor, which readers do not see), because that is written by the same
/// call as the page itself; a content property says the same and outlives a person who rewrites the text.
/// </summary>
public sealed record PageMarker(string Site, string IssueId)
{
    public const string PropertyKey = "jsmconnector-postmortem";

    public static PageMarker Of(PublicationTask task) => new(task.Attempt.InstallationId.Value.ToString("N"), task.IssueId);

    public string Anchor => $"jsmconnector-postmortem-{Site}-{IssueId}";

    public object Property => new { site = Site, issueId = IssueId };

    public bool IsIn(string body) => body.Contains($">{Anchor}<", StringComparison.Ordinal);

    public bool IsIn(JsonElement properties) =>
        ConfluencePage.Member(properties, "results") is { ValueKind: JsonValueKind.Array } results && results.EnumerateArray().Any(property =>
            ConfluencePage.Text(property, "key") == PropertyKey
            && ConfluencePage.Member(property, "value") is var value
            && ConfluencePage.Text(value, "site") == Site && ConfluencePage.Text(value, "issueId") == IssueId);
}
