using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications;

/// <summary>Marks a member of a channel's settings record that nobody may read: sealed at rest, never shown.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

public sealed record ChannelField(string Name, string Meaning, bool IsSecret, bool IsRequired);

/// <summary>The form of a channel, its checks and its reading, all from one record of strings with annotations.</summary>
public sealed class ChannelForm(Type record)
{
    private readonly (PropertyInfo Property, ChannelField Field)[] _members = [.. record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.PropertyType == typeof(string) && property.CanWrite)
        .Select(property => (property, new ChannelField(
            System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name),
            property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
            property.IsDefined(typeof(SecretAttribute)),
            property.IsDefined(typeof(RequiredAttribute)))))];

    public IReadOnlyList<ChannelField> Fields => [.. _members.Select(member => member.Field)];

    public object Bind(ChannelSettings settings)
    {
        var bound = Activator.CreateInstance(record)!;
        foreach (var (property, field) in _members)
        {
            if (Value(settings, field) is { } value)
                property.SetValue(bound, value);
        }
        return bound;
    }

    public IEnumerable<(string Field, string Reason, string Mend)> Mistakes(ChannelSettings settings)
    {
        var bound = Bind(settings);
        foreach (var (property, field) in _members)
        {
            var (where, results) = (field.IsSecret ? "secrets" : "options", new List<ValidationResult>());
            Validator.TryValidateProperty(property.GetValue(bound), new ValidationContext(bound) { MemberName = property.Name }, results);
            foreach (var result in results)
                yield return ($"{where}.{field.Name}", $"{result.ErrorMessage}", field.Meaning);
        }
        foreach (var (where, names) in new[] { ("options", settings.Options?.Keys), ("secrets", settings.Secrets?.Keys) })
        {
            foreach (var unknown in (names ?? []).Where(name => !Fields.Any(field => field.Name == name && field.IsSecret == (where == "secrets"))))
                yield return ($"{where}.{unknown}", $"A channel of this kind has no such member in `{where}`.", $"It has {string.Join(", ", Fields.Select(field => $"{(field.IsSecret ? "secrets" : "options")}.{field.Name}"))}.");
        }
    }

    private static string? Value(ChannelSettings settings, ChannelField field) =>
        (field.IsSecret ? settings.Secrets : settings.Options)?.GetValueOrDefault(field.Name)?.Trim();
}
