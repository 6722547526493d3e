using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents;

/// <summary>Texts by name in one jsonb column. What cannot be read any more counts as nothing: a damaged row silences nobody.</summary>
public static class NamedTexts
{
    private static readonly ValueComparer<IReadOnlyDictionary<string, string>> Comparer = new(
        (left, right) => AreSame(left!, right!), texts => texts.Count, texts => texts);

    public static PropertyBuilder<IReadOnlyDictionary<string, string>> AreNamedTexts(this PropertyBuilder<IReadOnlyDictionary<string, string>> property) =>
        property.HasColumnType("jsonb").HasDefaultValueSql("'{}'").HasConversion(texts => Write(texts), json => Read(json), Comparer);

    /// <summary>Nobody changes such texts in place, so that most are compared by looking at nothing.</summary>
    private static bool AreSame(IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        ReferenceEquals(left, right) || (left.Count == right.Count && left.All(text => right.TryGetValue(text.Key, out var other) && other == text.Value));

    private static string Write(IReadOnlyDictionary<string, string> texts) => JsonSerializer.Serialize(texts.OrderBy(text => text.Key, StringComparer.Ordinal).ToDictionary());

    private static IReadOnlyDictionary<string, string> Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<string, string>();
        }
    }
}
