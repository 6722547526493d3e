using System.Text;
using JsmConnector.Incidents.Publications;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// Pages for the team in Confluence Cloud. How a repeat does no harm: the page carries our marker from its first version on and is searched by the
/// title that was fixed before, and every version that we write names its text, so a write whose answer was lost is recognised.
/// </summary>
public sealed class ConfluenceTarget(JsmConnectorContext database, ConfluenceClient client, AtlassianGateway gateway, TimeProvider clock) : IPublicationTarget
{
    /// <summary>What Confluence takes in one call (413 above), less what the JSON around it costs.</summary>
    public const int LargestPage = 4_900_000;

    private static string NoteIn(string language) => language == "de"
        ? "Aus dem Postmortem in Jira geschrieben. Die App hält diese Seite aktuell, bis sie jemand bearbeitet; dann gehört sie Ihnen."
        : "Written from the postmortem in Jira. The app brings it up to date until somebody edits this page; then it is yours.";

    private const int MostTriesToDress = 5;

    public string Kind => PublicationPlaces.Confluence;

    public async Task<PublicationResult> BringToAsync(PublicationTask task, CancellationToken cancellationToken)
    {
        if (task.Settings.Postmortems.Publishing.Confluence is not { } settings || settings.SpaceOf(PublicationPlaces.ProjectOf(task.IssueKey)) is not { } space)
            return new PublicationResult.NotWanted("The settings name no Confluence space for this project any more.");
        var site = await database.Set<Installation>().AsNoTracking().SingleAsync(i => i.Id == task.Attempt.InstallationId, cancellationToken);
        var (access, problem) = ConfluenceAccess.Of(settings, site.BaseUrl, gateway);
        if (access is null)
            return new PublicationResult.Never(problem!);
        var (storage, mistake) = Storage(task);
        if (storage is null)
            return new PublicationResult.Held(mistake!);

        var work = new ConfluenceWork(task, access, settings, space, storage);
        return task.Wish == PublicationWish.Withdrawn ? await WithdrawAsync(work, cancellationToken) : await PublishAsync(work, cancellationToken);
    }

    private async Task<PublicationResult> PublishAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        if (work.Known.RemoteId is null && await new MakePage(client, clock).FindOrMakeAsync(work, cancellationToken) is { } notMade)
            return notMade;
        if (await new RewritePage(client, clock).RewriteAsync(work, cancellationToken) is { } notWritten)
            return notWritten;
        return await DressAsync(work, cancellationToken);
    }

    private async Task<PublicationResult> WithdrawAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        if (work.Known is { RemoteId: null, SendingHash: null })
            return new PublicationResult.Stands(null, null);
        // A page that was begun and never heard of is found first, so that it does not stay behind.
        if (work.Known.RemoteId is null && await new MakePage(client, clock).FindOrMakeAsync(work, cancellationToken) is { } notFound)
            return notFound;
        return await new RewritePage(client, clock).TrashAsync(work, cancellationToken);
    }

    /// <summary>Property and label may be repeated without harm, and a page without them is still a page: what is refused is told of and holds nothing up.</summary>
    private async Task<PublicationResult> DressAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        var (id, notes) = (work.Known.RemoteId!, new List<string>());
        var held = await client.FindPropertyAsync(work.Access, id, PageMarker.PropertyKey, cancellationToken);
        if (held is ConfluenceAnswer.Ok(var properties) && !work.Marker.IsIn(properties))
            held = await client.AddPropertyAsync(work.Access, id, PageMarker.PropertyKey, work.Marker.Property, cancellationToken);
        if (MayWorkLater(work, held))
            return JudgeConfluenceAnswer.Failure(held, work.Task.Attempt.Number, work.Space.Space, clock.GetUtcNow());
        if (held is not ConfluenceAnswer.Ok)
            notes.Add("The page could not be marked with a content property.");
        var labelled = await client.AddLabelAsync(work.Access, id, work.Settings.Label, cancellationToken);
        if (MayWorkLater(work, labelled))
            return JudgeConfluenceAnswer.Failure(labelled, work.Task.Attempt.Number, work.Space.Space, clock.GetUtcNow());
        if (labelled is not ConfluenceAnswer.Ok)
            notes.Add($"The label '{work.Settings.Label}' could not be set: a token with scopes needs write:label:confluence.");
        return new PublicationResult.Stands(id, work.Known.Url, notes.Count == 0 ? null : string.Join(' ', notes));
    }

    private static bool MayWorkLater(ConfluenceWork work, ConfluenceAnswer answer) =>
        work.Task.Attempt.Number < MostTriesToDress && answer is (ConfluenceAnswer.Lost or ConfluenceAnswer.Refused { Status: 408 or 425 or 429 or >= 500 });

    /// <summary>The page has a title of its own, with the ticket's key in it.</summary>
    private static string WithoutTitle(string markdown, string issueKey) =>
        markdown.Split('\n', 2) is [var first, var rest] && first.StartsWith("# ", StringComparison.Ordinal) && first.Contains(issueKey, StringComparison.Ordinal) ? rest.TrimStart('\n') : markdown;

    private static (string? Storage, string? Mistake) Storage(PublicationTask task)
    {
        try
        {
            var storage = StorageFormat.Of(WithoutTitle(task.Document.Markdown, task.IssueKey), PageMarker.Of(task).Anchor, NoteIn(task.Settings.Postmortems.Language));
            if (Encoding.UTF8.GetByteCount(storage) > LargestPage)
                return (null, "The postmortem is larger than the 5 MB that Confluence takes. Move the longest part into a document of its own and link it.");
            return StorageFormat.Mistake(storage) is { } broken ? (null, $"The document cannot be written as a Confluence page: {broken}") : (storage, null);
        }
        catch (Exception mistake) when (mistake is ArgumentException or System.Xml.XmlException)
        {
            return (null, "The document cannot be written as a Confluence page: something in it is nested too deeply. Flatten the deepest list or quotation.");
        }
    }
}
