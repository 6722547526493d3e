using JsmConnector.Incidents.Publications;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>
/// Brings a known page to the wanted text, unless people changed the text there since our last write. A new title, place or label is no change of the
/// text and stays. Of two writers at once Confluence refuses the second; then the page is read again.
/// </summary>
internal sealed class RewritePage(ConfluenceClient client, TimeProvider clock)
{
    private const int MostClashes = 3;

    /// <returns>Null when the page has the wanted text; else why not.</returns>
    public async Task<PublicationResult?> RewriteAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        for (var clashes = 0; clashes < MostClashes; clashes++)
        {
            var (page, problem) = await LookAsync(work, cancellationToken);
            if (page is null)
                return problem;
            var changed = IsChangedByPeople(work.Known, page);
            if (changed && !work.Task.Overwrite)
                return new PublicationResult.ChangedThere($"People changed the page '{page.Title}' since the app wrote it (it is version {page.Version} now). Nothing was overwritten.");
            if (!changed && work.Known.Hash == work.Task.Document.Hash)
                return await SettledAsync(work, page);

            await work.KeepAsync(work.Known with { SendingHash = work.Task.Document.Hash });
            var written = await client.UpdatePageAsync(work.Access, page.Id, Version(work, page), cancellationToken);
            if (written is ConfluenceAnswer.Ok(var body))
            {
                var now = ConfluencePage.Read(body);
                await work.KeepAsync(work.Known with
                {
                    RemoteVersion = now?.Version ?? page.Version + 1,
                    RemoteHash = now?.BodyHash,
                    Hash = work.Task.Document.Hash,
                    SendingHash = null,
                    Url = (now ?? page).UrlAt(work.Access),
                });
                return null;
            }
            if (written is not ConfluenceAnswer.Refused { Status: 409 })
                return Failed(work, written);
        }
        return new PublicationResult.Later("Somebody edits the page in Confluence at this moment.");
    }

    /// <summary>Into the trash, if it is still as the app wrote it.</summary>
    public async Task<PublicationResult> TrashAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        var answer = await client.ReadPageAsync(work.Access, work.Known.RemoteId!, cancellationToken);
        var page = answer is ConfluenceAnswer.Ok(var body) ? ConfluencePage.Read(body) : null;
        if (page is null && answer is not ConfluenceAnswer.Refused { Status: 404 })
            return Failed(work, answer);
        if (page is { Status: not "trashed" })
        {
            if (IsChangedByPeople(work.Known, page) && !work.Task.Overwrite)
                return new PublicationResult.ChangedThere($"People changed the page '{page.Title}' since the app wrote it. It was left where it is.");
            var gone = await client.TrashPageAsync(work.Access, page.Id, cancellationToken);
            if (gone is not (ConfluenceAnswer.Ok or ConfluenceAnswer.Refused { Status: 404 }))
                return Failed(work, gone);
        }
        await work.KeepAsync(KnownPublication.Nothing);
        return new PublicationResult.Stands(null, null);
    }

    /// <returns>The page as it is, with the memory brought up to what can be told from it; or why it cannot be written.</returns>
    private async Task<(ConfluencePage? Page, PublicationResult? Problem)> LookAsync(ConfluenceWork work, CancellationToken cancellationToken)
    {
        var answer = await client.ReadPageAsync(work.Access, work.Known.RemoteId!, cancellationToken);
        if (answer is ConfluenceAnswer.Refused { Status: 404 })
            return (null, new PublicationResult.Never("The page was deleted in Confluence, or the account may not see it. Take it from the trash or give the account the right; or withdraw it here and publish again for a new one."));
        if (answer is not ConfluenceAnswer.Ok(var body))
            return (null, Failed(work, answer));
        if (ConfluencePage.Read(body) is not { } page)
            return (null, new PublicationResult.Later("Confluence answered with something that is no page."));
        if (page.Status is not "current")
        {
            return (null, new PublicationResult.Never(
                $"The page is {page.Status} in Confluence, so it was left alone. Restore it there and publish again; or withdraw it here and publish again for a new one."));
        }
        if (work.Known.SendingHash is { } sending && page.Version == work.Known.RemoteVersion + 1 && page.Note == ConfluenceWork.NoteOf(sending))
            await work.KeepAsync(work.Known with { RemoteVersion = page.Version, RemoteHash = page.BodyHash, Hash = sending, SendingHash = null });
        return (page, null);
    }

    private static bool IsChangedByPeople(KnownPublication known, ConfluencePage page) =>
        page.Version != known.RemoteVersion && (page.BodyHash is null || page.BodyHash != known.RemoteHash);

    private static async Task<PublicationResult?> SettledAsync(ConfluenceWork work, ConfluencePage page)
    {
        var settled = work.Known with { RemoteVersion = page.Version, SendingHash = null, Url = page.UrlAt(work.Access) };
        if (settled != work.Known)
            await work.KeepAsync(settled);
        return null;
    }

    /// <summary>With the title that it has: people may have renamed it.</summary>
    private static object Version(ConfluenceWork work, ConfluencePage page) => new
    {
        id = page.Id,
        status = "current",
        title = page.Title,
        body = new { representation = "storage", value = work.Storage },
        version = new { number = page.Version + 1, message = work.Note },
    };

    private PublicationResult Failed(ConfluenceWork work, ConfluenceAnswer answer) =>
        JudgeConfluenceAnswer.Failure(answer, work.Task.Attempt.Number, work.Space.Space, clock.GetUtcNow());
}
