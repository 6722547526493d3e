using System.Globalization;
using JsmConnector.Incidents.Publications;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// Finds the page of a postmortem, or makes it. The title is fixed before the first call and holds the ticket's key, so a page whose making was
/// answered to nobody is found by it; a page of somebody else with that title is left alone, and ours gets a number behind its title.
/// </summary>
internal sealed class MakePage(ConfluenceClient client, TimeProvider clock)
{
    private const int MostTitles = 5;

    /// <returns>Null when the page is known now; else why not.</returns>
    public async Task<PublicationResult?> FindOrMakeAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        var spaces = await client.FindSpaceAsync(work.Access, work.Space.Space, cancellationToken);
        if (spaces is not ConfluenceAnswer.Ok(var list))
            return Failed(work, spaces);
        if (ConfluencePage.FirstId(list) is not { } space)
            return Failed(work, new ConfluenceAnswer.Refused(404, "", null));

        var title = work.Known.Title ?? work.Task.Document.Title;
        for (var number = 1; number <= MostTitles; number++)
        {
            var numbered = number == 1 ? title : $"{title} ({number.ToString(CultureInfo.InvariantCulture)})";
            var (done, problem) = await TryAsync(work, space, title, numbered, cancellationToken);
            if (done || problem is not null)
                return problem;
        }
        return new PublicationResult.Never($"The space {work.Space.Space} has other pages called '{title}' and '{title} (2)' to '({MostTitles})'. Rename one of them, then publish again.");
    }

    /// <returns>Neither when the title belongs to another page.</returns>
    private async Task<(bool Done, PublicationResult? Problem)> TryAsync(ConfluenceWork work, string space, string title, string numbered, CancellationToken cancellationToken)
    {
        var found = await client.FindPagesAsync(work.Access, space, numbered, cancellationToken);
        if (found is not ConfluenceAnswer.Ok(var list))
            return (false, Failed(work, found));
        var pages = ConfluencePage.ReadList(list);
        foreach (var page in pages)
        {
            if (!work.Marker.IsIn(page.Body) && !await HasPropertyAsync(work, page, cancellationToken))
                continue;
            // Made by a call whose answer was lost. What people have written since then counts as theirs.
            await work.KeepAsync(work.Known with { RemoteId = page.Id, RemoteVersion = 1, RemoteHash = page.Version == 1 ? page.BodyHash : null, Hash = work.Known.SendingHash, Title = title, Url = page.UrlAt(work.Access) });
            return (true, null);
        }
        if (pages.Count > 0)
            return (false, null);

        await work.KeepAsync(work.Known with { SendingHash = work.Task.Document.Hash, Title = title });
        var made = await client.CreatePageAsync(work.Access, Page(work, space, numbered), cancellationToken);
        if (made is ConfluenceAnswer.Refused { IsTitleTaken: true })
            return (false, null);
        if (made is not ConfluenceAnswer.Ok(var body))
            return (false, Failed(work, made));
        if (ConfluencePage.Read(body) is not { } ours)
            return (false, new PublicationResult.Later("Confluence answered without the id of the page."));
        await work.KeepAsync(work.Known with
        {
            RemoteId = ours.Id,
            RemoteVersion = ours.Version,
            RemoteHash = ours.BodyHash,
            Hash = work.Task.Document.Hash,
            SendingHash = null,
            Url = ours.UrlAt(work.Access),
        });
        return (true, null);
    }

    private async Task<bool> HasPropertyAsync(ConfluenceWork work, ConfluencePage page, CancellationToken cancellationToken) =>
        await client.FindPropertyAsync(work.Access, page.Id, PageMarker.PropertyKey, cancellationToken) is ConfluenceAnswer.Ok(var properties) && work.Marker.IsIn(properties);

    private static Dictionary<string, object> Page(ConfluenceWork work, string space, string title)
    {
        var page = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["spaceId"] = space,
            ["status"] = "current",
            ["title"] = title,
            ["body"] = new { representation = "storage", value = work.Storage },
        };
        if (work.Space.ParentId is { } parent)
            page["parentId"] = parent;
        return page;
    }

    private PublicationResult Failed(ConfluenceWork work, ConfluenceAnswer answer) =>
        JudgeConfluenceAnswer.Failure(answer, work.Task.Attempt.Number, work.Space.Space, clock.GetUtcNow());
}
