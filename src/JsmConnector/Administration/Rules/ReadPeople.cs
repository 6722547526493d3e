using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Rules;

/// <summary>People of a column: shown and written by the names that Jira has, kept by their account ids. An account without a name stays as it is.</summary>
public sealed class ReadPeople(JiraSites sites, PersonNames names)
{
    private const int MostTyped = 20, Longest = 128;

    /// <param name="held">Account ids that the settings have.</param>
    /// <param name="cells">What somebody typed: names, or ids.</param>
    /// <returns>Everybody whom the settings have, and whom the typed words name. Two of one name are both there, and neither is meant.</returns>
    public async Task<IReadOnlyList<RuleOption>> OfAsync(InstallationId site, IReadOnlyList<string> held, IEnumerable<string> cells, CancellationToken cancellationToken)
    {
        var known = await names.OfAsync(site, held, cancellationToken);
        List<RuleOption> people = [.. held.Distinct(StringComparer.Ordinal).Select(account => new RuleOption(account, known.GetValueOrDefault(account, account)))];
        var labels = people.Select(person => person.Label).ToList();
        var typed = cells.SelectMany(cell => CellNames.Split(cell, labels)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(word => word.Length <= Longest && !people.Exists(person => person.Value == word || person.Label.Equals(word, StringComparison.OrdinalIgnoreCase))).Take(MostTyped).ToList();
        if (typed.Count == 0 || await sites.FindAsync(site, cancellationToken) is not { } jira)
            return [.. people, .. typed.Where(IsId).Select(account => new RuleOption(account, account))];
        foreach (var word in typed)
            people.AddRange(await FindAsync(jira, word, cancellationToken));
        return [.. people.DistinctBy(person => person.Value)];
    }

    private static async Task<IEnumerable<RuleOption>> FindAsync(JiraClient jira, string word, CancellationToken cancellationToken)
    {
        var found = ((await jira.FindUsersAsync(word, cancellationToken)).ValueOrDefault() ?? []).Where(person => word.Equals(person.DisplayName?.Trim(), StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count > 0 || !IsId(word))
            return found.Select(person => new RuleOption(person.AccountId!, person.DisplayName!));
        return await jira.GetUserAsync(word, cancellationToken) switch
        {
            JiraResult<JiraAccount>.Ok(var person) => [new RuleOption(word, person.DisplayName ?? word)],
            JiraResult<JiraAccount>.NotFound => [],
            // Jira does not tell: an id may be right.
            _ => [new RuleOption(word, word)],
        };
    }

    /// <summary>Whether it may be an account id, like `5b10ac8d82e05b22cc7d4ef5` or `712020:` and a number of many digits.</summary>
    private static bool IsId(string word) => word.Length >= 10 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '-' or '_');
}
