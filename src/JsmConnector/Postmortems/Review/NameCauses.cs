using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems.Versions;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Postmortems.Review;

/// <summary>What people found behind an incident, as data: by this incidents are compared.</summary>
public sealed class NameCauses(JsmConnectorContext database)
{
    private const int Most = 50;

    public async Task<PostmortemChange> NameAsync(IncidentId incident, IReadOnlyList<string?>? categories, IReadOnlyList<string?>? factors, CancellationToken cancellationToken)
    {
        if ((Mistake("categories", categories, 80) ?? Mistake("factors", factors, 1000)) is { } mistake)
            return mistake;
        var row = database.Set<Postmortem>().Where(p => p.IncidentId == incident && p.GeneratedAt != null);
        if (await row.Select(p => (int?)p.Version).FirstOrDefaultAsync(cancellationToken) is not { } version)
            return new PostmortemChange.Missing();
        var (named, told) = (Clean(categories), Clean(factors));
        if (categories is not null)
            await row.ExecuteUpdateAsync(set => set.SetProperty(p => p.CauseCategories, named), cancellationToken);
        if (factors is not null)
            await row.ExecuteUpdateAsync(set => set.SetProperty(p => p.ContributingFactors, told), cancellationToken);
        return new PostmortemChange.Saved(version);
    }

    private static PostmortemChange.Refused? Mistake(string field, IReadOnlyList<string?>? values, int longest) =>
        values?.Count > Most ? new PostmortemChange.Refused(field, $"There are more than {Most}.", "Leave out what matters least.")
        : values?.Any(value => value?.Length > longest) == true ? new PostmortemChange.Refused(field, $"One is longer than {longest} characters.", "Say it shorter.")
        : null;

    private static List<string> Clean(IReadOnlyList<string?>? values) => [.. (values ?? [])
        .Select(value => (value ?? "").Replace("\0", "", StringComparison.Ordinal).Trim()).Where(value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
}
