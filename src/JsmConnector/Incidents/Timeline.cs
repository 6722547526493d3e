using JsmConnector.Incidents.Wording;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Incidents;

/// <summary>Appends facts: one row a source event, the newest version of a fact wins in whatever order they come.</summary>
public static class Timeline
{
    public static Task AppendAsync(
        JsmConnectorContext database, InstallationId installation, string issueId, IReadOnlyList<TimelineFact> facts, CancellationToken cancellationToken) =>
        AppendAsync(database, installation, [.. facts.Select(fact => (issueId, fact))], cancellationToken);

    /// <summary>Of many tickets in one query.</summary>
    public static async Task AppendAsync(
        JsmConnectorContext database, InstallationId installation, IReadOnlyList<(string IssueId, TimelineFact Fact)> facts, CancellationToken cancellationToken)
    {
        var asked = facts.Where(row => !row.Fact.IsNew).ToList();
        var (issues, keys) = (asked.Select(row => row.IssueId).Distinct().ToList(), asked.Select(row => row.Fact.Key).ToList());
        var known = asked.Count == 0
            ? []
            : await database.Set<TimelineEntry>().Where(entry => issues.Contains(entry.IssueId) && keys.Contains(entry.Key))
                .ToDictionaryAsync(entry => (entry.IssueId, entry.Key), cancellationToken);
        foreach (var (issueId, fact) in facts)
        {
            if (!known.TryGetValue((issueId, fact.Key), out var entry))
                known[(issueId, fact.Key)] = database.Add(New(installation, issueId, fact)).Entity;
            else if (fact.AsOf > entry.AsOf || (fact.AsOf == entry.AsOf && fact.Removed))
                Replace(entry, fact);
        }
    }

    private static TimelineFact Said(IncidentUpdate update) => new()
    {
        Key = $"update/{update.Id.Value:N}",
        At = update.PublishedAt,
        Kind = "update",
        Text = update.CustomerWords,
        Visibility = Visibility.Public,
        Evidence = $"update/{update.Id.Public()}",
        AsOf = update.PublishedAt,
        IsNew = true,
    };

    /// <summary>The word that was said, and that it broke its promise if it did.</summary>
    public static IReadOnlyList<TimelineFact> Said(IncidentUpdate update, DateTimeOffset? promised) =>
        promised is { } at && PromisePolicy.Late(at, update.PublishedAt) is { } late ? [Said(update), Broken(update, at, late)] : [Said(update)];

    /// <summary>That the author was told of something in the words and meant it. Internal.</summary>
    public static IEnumerable<TimelineFact> Accepted(IncidentUpdate update, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            yield break;
        yield return new TimelineFact
        {
            Key = $"accepted/{update.Id.Value:N}",
            At = update.PublishedAt,
            Kind = "accepted",
            Text = $"Published as meant, after the app had asked about: {string.Join(", ", findings.Select(finding => finding.Found.Length > 0 ? $"{finding.Kind} “{finding.Found}”" : finding.Field).Distinct())}.",
            Visibility = Visibility.Internal,
            Actor = update.Author,
            Evidence = $"update/{update.Id.Public()}",
            AsOf = update.PublishedAt,
        };
    }

    /// <summary>That a text of the site could not be used, and where it is wrong. Internal; once for each state of the text.</summary>
    public static IEnumerable<TimelineFact> Failed(SaidText said, DateTimeOffset now) => said.Problems.Select(problem => new TimelineFact
    {
        Key = $"text/{problem.Template}/{problem.Line}.{problem.Column}",
        At = now,
        Kind = "text",
        Text = $"A text in the settings could not be used, and the next in line spoke. {problem}",
        Visibility = Visibility.Internal,
        Evidence = problem.Template,
        AsOf = now,
    });

    private static TimelineFact Broken(IncidentUpdate update, DateTimeOffset promised, TimeSpan late) => new()
    {
        Key = $"promise/{update.Id.Value:N}",
        At = update.PublishedAt,
        Kind = "promise",
        Text = $"The update promised for {PublicWords.Time(promised)} came {PublicWords.Duration(late)} late.",
        Visibility = Visibility.Internal,
        Evidence = $"update/{update.Id.Public()}",
        AsOf = update.PublishedAt,
        IsNew = true,
    };

    private static TimelineEntry New(InstallationId installation, string issueId, TimelineFact fact) => new()
    {
        InstallationId = installation,
        IssueId = issueId,
        Key = fact.Key,
        At = fact.At,
        Kind = fact.Kind,
        Text = fact.Text,
        Visibility = fact.Visibility,
        Actor = fact.Actor,
        Evidence = fact.Evidence,
        AsOf = fact.AsOf,
        Removed = fact.Removed,
    };

    private static void Replace(TimelineEntry entry, TimelineFact fact)
    {
        entry.At = fact.At;
        entry.Text = fact.Text;
        entry.Visibility = fact.Visibility;
        entry.Actor = fact.Actor ?? entry.Actor;
        entry.AsOf = fact.AsOf;
        entry.Removed = fact.Removed;
    }
}
