using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents;

/// <summary>Texts by name in one jsonb column. What cannot be read any more counts as nothing: a damaged row silences nobody.</summary>
public static class NamedTexts
{
    private static readonly ValueComparer<IReadOnlyDictionary<string, string>> Comparer = new(
        (left, right) => Write(left!) == Write(right!), texts => Write(texts).GetHashCode(StringComparison.Ordinal), texts => texts);

    public static PropertyBuilder<IReadOnlyDictionary<string, string>> AreNamedTexts(this PropertyBuilder<IReadOnlyDictionary<string, string>> property) =>
        property.HasColumnType("jsonb").HasDefaultValueSql("'{}'").HasConversion(texts => Write(texts), json => Read(json), Comparer);

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
