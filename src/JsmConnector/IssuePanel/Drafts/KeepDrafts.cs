using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations;
using JsmConnector.IssuePanel.Compose;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IssuePanel.Drafts;

/// <summary>Keeps, finds and forgets drafts. A draft is a convenience: failing to keep one never fails the writing.</summary>
public sealed class KeepDrafts(JsmConnectorContext database, JiraSites sites, TimeProvider clock) : IWaitingWords
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Afterwards somebody may still have the tab open, but is hardly writing.</summary>
    public static readonly TimeSpan Writing = TimeSpan.FromMinutes(30);

    /// <param name="isAsked">Somebody is asked to read it: kept even when nobody typed a word.</param>
    /// <returns>Whether it is kept.</returns>
    public async Task<bool> SaveAsync(InstallationId installation, IncidentId incident, string account, Composition composed, CancellationToken cancellationToken, bool isAsked = false)
    {
        var now = clock.GetUtcNow();
        // A preview that was on its way while its form was published comes late; and a text nobody would publish is not worth keeping.
        if ((!isAsked && composed.IsUntouched && !await AnsweredAsync(incident, composed, cancellationToken)) || Answers.Mistake(composed.Answers) is not null || composed.Words.Length > SpeakInPublic.LongestWords || composed.Title.Length > SpeakInPublic.LongestTitle
            || await database.Set<IncidentUpdate>().AnyAsync(u => u.Id == composed.Form, cancellationToken))
            return false;
        var draft = await database.Set<UpdateDraft>().FirstOrDefaultAsync(d => d.IncidentId == incident && d.Account == account, cancellationToken);
        if (draft is null)
        {
            draft = New(installation, incident, account, composed, now);
            draft.Name = await NameAsync(installation, account, cancellationToken);
            database.Add(draft);
        }
        Take(draft, composed, now);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException)
        {
            // The same person's other tab was first, or discarded it meanwhile: the next key stroke keeps it.
            database.ChangeTracker.Clear();
            return false;
        }
    }

    public async Task<Offer> OfferAsync(Incident incident, string account, UpdateId id, string words, IReadOnlyDictionary<UpdateId, string> before, CancellationToken cancellationToken)
    {
        var held = await database.Set<UpdateDraft>().AsNoTracking().FirstOrDefaultAsync(d => d.IncidentId == incident.Id && d.Account == account, cancellationToken);
        // Offered already; their author may have gone on writing.
        if (held?.Form == id.Value)
            return Offer.Waits;
        if (held is not null && !(before.TryGetValue(new UpdateId(held.Form), out var offered) && IsLeftAlone(held, offered)))
            return Offer.FormHoldsOthers;
        var last = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderByDescending(u => u.Number).FirstOrDefaultAsync(cancellationToken);
        var composed = new Composition { Form = id, LastRead = last?.Id.Public() ?? "", Stage = incident.Stage, Title = incident.PublicTitle, Words = words };
        return await SaveAsync(incident.InstallationId, incident.Id, account, composed, cancellationToken, isAsked: true) ? Offer.Waits : Offer.NotKept;
    }

    private static bool IsLeftAlone(UpdateDraft draft, string offered) =>
        draft is { CorrectionOf: null, Promise: Composition.AsUsual, Answers.Count: 0, States.Length: 0 } && draft.Words == offered;

    public Task ForgetAsync(IncidentId incident, string account, CancellationToken cancellationToken) =>
        database.Set<UpdateDraft>().Where(d => d.IncidentId == incident && d.Account == account).ExecuteDeleteAsync(cancellationToken);

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<UpdateDraft>> OfAsync(IncidentId incident, CancellationToken cancellationToken)
    {
        var from = clock.GetUtcNow() - Kept;
        return await database.Set<UpdateDraft>().AsNoTracking().Where(d => d.IncidentId == incident && d.SavedAt >= from).OrderByDescending(d => d.SavedAt).ToListAsync(cancellationToken);
    }

    /// <summary>Whether the form holds another answer than those that stand.</summary>
    private async Task<bool> AnsweredAsync(IncidentId incident, Composition composed, CancellationToken cancellationToken)
    {
        if (composed.Answers.Count == 0)
            return false;
        var last = await database.Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident).OrderByDescending(u => u.Number).FirstOrDefaultAsync(cancellationToken);
        return composed.Answers.Any(answer => answer.Value != (last?.Answers.GetValueOrDefault(answer.Key) ?? ""));
    }

    private async Task<string?> NameAsync(InstallationId installation, string account, CancellationToken cancellationToken) =>
        await sites.FindAsync(installation, cancellationToken) is { } jira && await jira.GetUserAsync(account, cancellationToken) is AtlassianConnect.Client.JiraResult<AtlassianConnect.Client.JiraAccount>.Ok(var found)
            ? found.DisplayName
            : null;

    private static UpdateDraft New(InstallationId installation, IncidentId incident, string account, Composition composed, DateTimeOffset now) => new()
    {
        InstallationId = installation,
        IncidentId = incident,
        Account = account,
        Form = composed.Form.Value,
        LastRead = composed.LastRead,
        Stage = composed.Stage,
        Title = composed.Title,
        Words = composed.Words,
        Promise = composed.Promise,
        Minutes = composed.Minutes,
        SavedAt = now,
    };

    private static void Take(UpdateDraft draft, Composition composed, DateTimeOffset now)
    {
        (draft.Form, draft.LastRead, draft.Stage, draft.Title, draft.Words) = (composed.Form.Value, composed.LastRead, composed.Stage, composed.Title, composed.Words);
        (draft.Promise, draft.Minutes, draft.CorrectionOf, draft.SavedAt) = (composed.Promise, composed.Minutes, composed.CorrectionOf, now);
        draft.Answers = composed.Answers;
        draft.States = [.. composed.States.Select(state => $"{state.Key}={state.Value.Name()}")];
    }
}
