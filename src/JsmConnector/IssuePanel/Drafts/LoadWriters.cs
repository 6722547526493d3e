using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Incidents.Wording.Approvals;
using JsmConnector.Installations.Settings;
using JsmConnector.IssuePanel.Compose;

namespace JsmConnector.IssuePanel.Drafts;

/// <summary>Colleagues who are writing, with the approvals that their words lack.</summary>
public sealed class LoadWriters(ApproveWords approvals)
{
    /// <param name="incident">As it stands.</param>
    /// <param name="reader">Account id.</param>
    public async Task<IReadOnlyList<Writer>> OfAsync(
        Incident incident, IReadOnlyList<UpdateDraft> drafts, IncidentUpdate? last, string reader, WordSettings settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        List<Writer> writers = [];
        foreach (var draft in drafts)
        {
            var hash = HashOf(incident, draft, last, now);
            var given = NeededApprovals.Of(incident.Class, settings).Count == 0 ? [] : await approvals.GivenAsync(incident.Id, hash, cancellationToken);
            var missing = NeededApprovals.Missing(incident.Class, settings, given, draft.Account);
            writers.Add(new Writer(draft.Name ?? "A colleague", draft.Stage, draft.Words, draft.SavedAt, draft.SavedAt > now - KeepDrafts.Writing)
            {
                Account = draft.Account,
                Hash = hash,
                Bound = [.. Bound(incident, draft, last)],
                Unapproved = missing,
                Mine = [.. missing.Intersect(NeededApprovals.RolesOf(reader, settings), StringComparer.Ordinal)],
            });
        }
        return writers;
    }

    /// <summary>Everything beside stage and words that readers will see or that later words are made of.</summary>
    private static IEnumerable<(string Name, string Text)> Bound(Incident incident, UpdateDraft draft, IncidentUpdate? last)
    {
        yield return ("Title", string.IsNullOrWhiteSpace(draft.Title) ? incident.PublicTitle : draft.Title.Trim());
        if (draft.CorrectionOf is not null)
            yield return ("Corrects", draft.CorrectionOf == last?.Id.Public() ? "the last update" : "an earlier update");
        foreach (var (id, status) in Composition.Of(draft).States)
            yield return (incident.Components.Find(component => component.ComponentId.Public() == id)?.Name ?? id, status.Label());
        foreach (var (name, answer) in AnswersAfter(incident, draft, last).OrderBy(answer => answer.Key, StringComparer.Ordinal))
            yield return (Questions.LabelOf(name), answer);
    }

    public static string HashOf(Incident incident, UpdateDraft draft, IncidentUpdate? last, DateTimeOffset now) =>
        WordsHash.Of(incident, Composition.Of(draft).Spoken(incident, draft.Account, now), AnswersAfter(incident, draft, last));

    public static IReadOnlyDictionary<string, string> AnswersAfter(Incident incident, UpdateDraft draft, IncidentUpdate? last) =>
        Answers.After(Answers.Standing(last, incident), draft.Answers);
}
