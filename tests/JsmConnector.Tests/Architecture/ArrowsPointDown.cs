namespace JsmConnector.Tests.Architecture;

/// <summary>The rules about who may know whom, as functions of references: the tests run them over the app, their twins over planted offenders.</summary>
public static class ArrowsPointDown
{
    public static IReadOnlyList<string> Violations(IEnumerable<Reference> references, string root) =>
        [.. Between(references, root).Select(pair => Judge(pair.From, pair.To, pair.Reference)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    /// <returns>One round trip through the folders, or nothing.</returns>
    public static IReadOnlyList<string> Cycle(IEnumerable<Reference> references, string root)
    {
        var arrows = Between(references, root).Select(pair => (pair.From, pair.To)).Distinct().ToLookup(pair => pair.From, pair => pair.To);
        var finished = new HashSet<string>(StringComparer.Ordinal);
        return arrows.Select(group => Walk(group.Key, [])).FirstOrDefault(cycle => cycle.Count > 0) ?? [];

        IReadOnlyList<string> Walk(string folder, IReadOnlyList<string> path)
        {
            if (path.Contains(folder))
                return [.. path.SkipWhile(step => step != folder), folder];
            if (finished.Contains(folder))
                return [];
            var found = arrows[folder].Select(next => Walk(next, [.. path, folder])).FirstOrDefault(cycle => cycle.Count > 0) ?? [];
            finished.Add(folder);
            return found;
        }
    }

    private static IEnumerable<(string From, string To, Reference Reference)> Between(IEnumerable<Reference> references, string root) =>
        from reference in references
        let source = House.FolderOf(reference.From, root)
        let target = House.FolderOf(reference.To, root)
        where source is { Length: > 0 } && target is not null && source != target
        select (source, target, reference);

    private static string? Judge(string from, string to, Reference reference)
    {
        if (to.Length == 0)
            return $"{reference.From} knows {reference.To}. The table of contents knows the folders; no folder knows it.";
        var (above, below) = (House.FloorOf(from), House.FloorOf(to));
        if (above < 0 || below < 0)
            return $"The folder {(above < 0 ? from : to)} has no floor yet. Give it one in House.cs and in docs/architecture.md.";
        if (above < below)
            return null;
        return above == below
            ? $"{reference.From} knows {reference.To}: {from} and {to} live on one floor and never know one another. What both need belongs to a floor below."
            : $"{reference.From} knows {reference.To}: {from} lies below {to}, and arrows point down. Turn it round: a contract in {from}, which {to} fulfils.";
    }
}
