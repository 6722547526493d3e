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
                Unapproved = missing,
                Mine = [.. missing.Intersect(NeededApprovals.RolesOf(reader, settings), StringComparer.Ordinal)],
            });
        }
        return writers;
    }

    public static string HashOf(Incident incident, UpdateDraft draft, IncidentUpdate? last, DateTimeOffset now) =>
        WordsHash.Of(incident, Composition.Of(draft).Spoken(incident, draft.Account, now), AnswersAfter(draft, last));

    public static IReadOnlyDictionary<string, string> AnswersAfter(UpdateDraft draft, IncidentUpdate? last) => Answers.After(last?.Answers ?? Answers.Nothing, draft.Answers);
}
