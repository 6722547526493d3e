using System.Text.RegularExpressions;

namespace JsmConnector.Tests.Architecture;

/// <param name="From">The folder whose types may look in.</param>
public sealed record Onlooker(string From, string Folder, string Because);

/// <summary>A provider or a channel can be taken out by one line: nothing but the registration list of its feature names it.</summary>
public static partial class FoldersBehindARegistration
{
    public static IReadOnlyList<string> Violations(IEnumerable<Reference> references, IReadOnlyCollection<Onlooker> exceptions) =>
        [.. (from reference in references
             let inside = Inside().Match(reference.To)
             where inside.Success
             let folder = inside.Groups["folder"].Value
             where !IsIn(reference.From, folder) && !IsRegistration(reference.From, inside.Groups["feature"].Value)
             where !exceptions.Any(known => known.Folder == folder && IsIn(reference.From, known.From))
             select $"{reference.From} knows {reference.To}. Only the registration list of {inside.Groups["feature"].Value} may name what is in {folder}; everybody else asks for its contract.")
            .Distinct().Order(StringComparer.Ordinal)];

    private static bool IsIn(string type, string folder) => type.StartsWith(folder + ".", StringComparison.Ordinal);

    private static bool IsRegistration(string type, string feature) =>
        IsIn(type, feature) && type.LastIndexOf('.') == feature.Length && type.EndsWith("Registration", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<folder>(?<feature>.+?)\.(Providers|Channels)\.[^.]+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inside();
}
