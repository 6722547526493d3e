using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Deliveries;

/// <summary>A comment that customers never read, in Jira's document format, with the mark by which it is known again.</summary>
/// <param name="Blocks">Content of the document.</param>
/// <param name="Property">Key of the comment's property.</param>
/// <param name="Member">The member of the property's value that holds <paramref name="Mark"/>.</param>
/// <param name="Mark">The same for every repeat of one message, and for no other message.</param>
public sealed record TeamComment(IReadOnlyList<object> Blocks, string Property, string Member, string Mark)
{
    public object Body => new
    {
        body = new { type = "doc", version = 1, content = Blocks },
        properties = new object[]
        {
            // Customers read comments of their tickets; this one is for the team.
            new { key = "sd.public.comment", value = new { @internal = true } },
            new { key = Property, value = new Dictionary<string, string> { [Member] = Mark } },
        },
    };

    public bool Is(JiraComment comment) =>
        comment.Properties.ValueKind == JsonValueKind.Array && comment.Properties.EnumerateArray().Any(property =>
            property.ValueKind == JsonValueKind.Object && property.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String && key.ValueEquals(Property)
            && property.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(Member, out var told) && told.ValueKind == JsonValueKind.String && told.ValueEquals(Mark));

    public static object Paragraph(params object[] content) => new { type = "paragraph", content };

    public static object Text(string text) => new { type = "text", text };

    /// <summary>Whoever is mentioned is told by Jira, in the way that they chose there.</summary>
    public static object Mention(string account, string? name) => new { type = "mention", attrs = new { id = account, text = $"@{name}" } };
}

/// <summary>
/// Writes a comment for the team once. How a repeat does no harm: the comment carries a property that is written by the same call, and is searched before one
/// is made. Jira has no key for writing once.
/// </summary>
public sealed class CommentForTeam(JiraSites sites, TimeProvider clock)
{
    /// <param name="issue">Id of the issue.</param>
    public async Task<DeliveryOutcome> WriteAsync(InstallationId installation, string issue, TeamComment comment, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(installation, cancellationToken) is not { } jira)
            return new DeliveryOutcome.Never("The app is not enabled on this site: enable it, then replay.");
        var comments = await jira.GetCommentsAsync(issue, cancellationToken);
        if (comments is not JiraResult<IReadOnlyList<JiraComment>>.Ok(var all))
            return Failed(comments);
        if (all.FirstOrDefault(comment.Is) is { } told)
            return new DeliveryOutcome.Delivered(told.Id);
        var written = await jira.AddCommentAsync(issue, comment.Body, cancellationToken);
        return written is JiraResult<JiraCommentId>.Ok(var made) ? new DeliveryOutcome.Delivered(made.Id) : Failed(written);
    }

    private DeliveryOutcome Failed<T>(JiraResult<T> result) => result switch
    {
        JiraResult<T>.NotFound => new DeliveryOutcome.Suppressed("The ticket was deleted, or the app may not see it."),
        JiraResult<T>.Refused(var status, var message) => new DeliveryOutcome.Never(
            $"Jira refused the comment ({status.ToString(CultureInfo.InvariantCulture)}: {message}). The app needs the permission to comment in the project; then replay."),
        JiraResult<T>.RateLimited(var delay, _) => new DeliveryOutcome.Later("Jira limits how often it may be asked.", clock.GetUtcNow() + delay),
        JiraResult<T>.Unreachable(var reason, var delay) => new DeliveryOutcome.Later($"Jira could not be reached ({reason}).", delay is { } wait ? clock.GetUtcNow() + wait : null),
        _ => throw new InvalidOperationException("A failed result was expected."),
    };
}
