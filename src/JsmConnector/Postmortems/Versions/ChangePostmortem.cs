using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Rendering;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Versions;

public abstract record PostmortemChange
{
    private PostmortemChange() { }

    /// <param name="Version">The number that stands now; unchanged when the text was the same.</param>
    public sealed record Saved(int Version) : PostmortemChange;

    /// <summary>Somebody else saved meanwhile; nothing of either is lost.</summary>
    public sealed record Outdated(PostmortemVersion Newest) : PostmortemChange;

    public sealed record Refused(string Field, string Reason, string Mend) : PostmortemChange;

    public sealed record Missing : PostmortemChange;
}

/// <param name="BasedOn">Number of the version that the person had before them.</param>
/// <param name="Internal">Null: as it is.</param>
public sealed record PostmortemEdit(int BasedOn, string? Internal, string? External, string? Author, string? Note = null);

/// <summary>What people do to the words of a postmortem. Each of these is one new version, or none at all.</summary>
public sealed class ChangePostmortem(JsmConnectorContext database, StoreVersion store, Mentions.PlanMentions mentions)
{
    public async Task<PostmortemChange> EditAsync(IncidentId incident, PostmortemEdit edit, CancellationToken cancellationToken)
    {
        foreach (var (field, text) in new[] { ("internal", edit.Internal), ("external", edit.External) })
        {
            if (text?.Length > PersonsText.Longest)
                return new PostmortemChange.Refused(field, $"It is longer than {PersonsText.Longest} characters.", "Move the longest part into a document of its own and link it.");
        }
        if (edit.Note?.Length > 500)
            return new PostmortemChange.Refused("note", "It is longer than 500 characters.", "Say in a sentence what changed.");
        if (await ReadAsync(incident, edit.BasedOn, cancellationToken) is not { } based)
            return await NoSuchVersionAsync(incident, cancellationToken);
        var wanted = new NewVersion(
            VersionReason.Edited,
            edit.Internal is { } inside ? PersonsText.Of(inside, based.InternalMarkdown) : based.InternalMarkdown,
            edit.External is { } outside ? PersonsText.Of(outside, based.ExternalMarkdown) : based.ExternalMarkdown,
            edit.Author, edit.Note);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var change = await StoreAsync(incident, edit.BasedOn, wanted, cancellationToken);
        if (change is PostmortemChange.Saved)
            await mentions.ForAsync(incident, $"{based.InternalMarkdown}\n{based.ExternalMarkdown}", $"{wanted.Internal}\n{wanted.External}", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return change;
    }

    public async Task<PostmortemChange> RestoreAsync(IncidentId incident, int basedOn, int number, string? author, CancellationToken cancellationToken) =>
        await ReadAsync(incident, number, cancellationToken) is { } old
            ? await StoreAsync(incident, basedOn, new NewVersion(VersionReason.Restored, old.InternalMarkdown, old.ExternalMarkdown, author, $"Version {number} again."), cancellationToken)
            : await NoSuchVersionAsync(incident, cancellationToken);

    /// <summary>A person decided about one conflict: the facts take the place of the words, or the words stay.</summary>
    public async Task<PostmortemChange> SettleAsync(
        IncidentId incident, int basedOn, TemplateAudience document, string region, bool takeFacts, string? author, CancellationToken cancellationToken)
    {
        if (await RowAsync(incident, cancellationToken) is not { } row)
            return new PostmortemChange.Missing();
        if (!MachineWords.Parse(row.Regions).Of(document).TryGetValue(region, out var fresh))
            return new PostmortemChange.Refused("region", $"The facts have no part '{region}'.", "Take a region from the list of conflicts.");
        string Settled(TemplateAudience audience, string text) => audience == document ? LivingDocument.Settle(text, region, fresh, takeFacts) : text;
        return await StoreAsync(incident, basedOn, new NewVersion(
            VersionReason.Edited, Settled(TemplateAudience.Internal, row.InternalMarkdown ?? ""), Settled(TemplateAudience.External, row.ExternalMarkdown ?? ""),
            author, takeFacts ? $"Took the facts for {region}." : $"Kept the words of {region}."), cancellationToken);
    }

    /// <summary>Brings the machine's own parts up to date, in any state.</summary>
    public async Task<PostmortemChange> RefreshAsync(IncidentId incident, int basedOn, string? author, CancellationToken cancellationToken)
    {
        if (await RowAsync(incident, cancellationToken) is not { } row)
            return new PostmortemChange.Missing();
        var renewal = Renewal.Of(row.InternalMarkdown ?? "", row.ExternalMarkdown ?? "", MachineWords.Parse(row.Regions));
        return await StoreAsync(incident, basedOn, new NewVersion(VersionReason.Refreshed, renewal.Internal, renewal.External, author), cancellationToken);
    }

    private async Task<PostmortemChange> StoreAsync(IncidentId incident, int basedOn, NewVersion wanted, CancellationToken cancellationToken)
    {
        if (await RowAsync(incident, cancellationToken) is { State: PostmortemState.Closed })
            return new PostmortemChange.Refused("state", "The postmortem is closed.", "Open it again first.");
        if (await store.TryAsync(incident, basedOn, wanted, cancellationToken) is { } number)
            return new PostmortemChange.Saved(number);
        var newest = await database.Set<PostmortemVersion>().AsNoTracking().Where(v => v.IncidentId == incident).OrderByDescending(v => v.Number).FirstOrDefaultAsync(cancellationToken);
        return newest is null ? new PostmortemChange.Missing() : new PostmortemChange.Outdated(newest);
    }

    private async Task<PostmortemChange> NoSuchVersionAsync(IncidentId incident, CancellationToken cancellationToken) =>
        await RowAsync(incident, cancellationToken) is { Version: > 0 } row
            ? new PostmortemChange.Refused("version", "There is no such version.", $"The newest is {row.Version}; read it again.")
            : new PostmortemChange.Missing();

    private Task<Postmortem?> RowAsync(IncidentId incident, CancellationToken cancellationToken) =>
        database.Set<Postmortem>().AsNoTracking().FirstOrDefaultAsync(p => p.IncidentId == incident && p.GeneratedAt != null, cancellationToken);

    private Task<PostmortemVersion?> ReadAsync(IncidentId incident, int number, CancellationToken cancellationToken) =>
        database.Set<PostmortemVersion>().AsNoTracking().FirstOrDefaultAsync(v => v.IncidentId == incident && v.Number == number, cancellationToken);
}
