using System.Reflection;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Architecture;

/// <summary>
/// What strangers look at is made of public data by type: the folders of such screens know types of the features only when these say of themselves
/// that they hold nothing internal, or hold nothing at all (enums, ids, functions).
/// </summary>
public static class PublicDataOnly
{
    public static IReadOnlyList<string> Violations(IEnumerable<Reference> references, Assembly assembly, string root, IReadOnlyCollection<string> screens, IReadOnlyCollection<string> features) =>
        [.. (from reference in references
             where screens.Contains(House.FolderOf(reference.From, root) ?? "") && features.Contains(House.FolderOf(reference.To, root) ?? "")
             let type = assembly.GetType(reference.To)
             where type is not null && !HoldsNothing(type) && !typeof(IPublicData).IsAssignableFrom(type)
             select $"{reference.From} knows {reference.To}. Portal customers and visitors without an account look at {House.FolderOf(reference.From, root)}: it may know public data only. Let a feature prepare a type that is IPublicData.")
            .Distinct().Order(StringComparer.Ordinal)];

    private static bool HoldsNothing(Type type) => type.IsValueType || type is { IsAbstract: true, IsSealed: true };
}
