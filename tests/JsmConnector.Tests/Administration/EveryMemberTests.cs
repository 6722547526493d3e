using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization;
using JsmConnector.Administration.Rules;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Administration;

/// <summary>Nothing can be configured in the document alone: each member of the settings has a place on a screen.</summary>
public sealed class EveryMemberTests
{
    /// <summary>Parts that screens of their own edit, beside the tables of the rules.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new(StringComparer.Ordinal)
    {
        ["rules.stages"] = "Set up",
        ["rules.resolutions"] = "Set up",
        ["statusPages[].id"] = "Destinations",
        ["statusPages[].provider"] = "Destinations",
        ["statusPages[].pageId"] = "Destinations",
        ["statusPages[].cloudId"] = "Destinations",
        ["statusPages[].url"] = "Destinations",
        ["statusPages[].apiKey"] = "Destinations",
        ["statusPages[].components"] = "Destinations",
        ["statusPages[].componentsByName"] = "Destinations",
        ["channels[]"] = "Destinations",
        ["words.templates[]"] = "Words",
        ["postmortems.ownTemplates[]"] = "Postmortem templates",
        // The format is the app's, not the site's.
        ["format"] = "",
    };

    [Fact]
    public void Every_member_of_the_settings_has_a_screen()
    {
        var page = new InstallationSettings { StatusPages = [StatusPageSettings.BuiltIn] };
        var shown = RuleSections.For(page).SelectMany(section => section.Fields.Select(field => field.Member).Concat(section.Columns.Select(column => $"{section.At}[].{column.Member}")))
            .Select(member => member.Replace("statusPages.0.", "statusPages[].", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var members = Members(typeof(InstallationSettings), "").ToList();

        Assert.Contains("audiences[].quietHours.zone", members);
        Assert.InRange(members.Count, 80, 200);
        Assert.Equal([], members.Where(member => !shown.Any(path => Covers(path, member)) && !Elsewhere.Keys.Any(path => Covers(path, member))));
        // And no path names what is no more.
        Assert.Equal([], shown.Concat(Elsewhere.Keys).Where(path => !members.Any(member => Covers(path, member) || member.StartsWith(path, StringComparison.Ordinal) || path.StartsWith(member + ".", StringComparison.Ordinal))));
    }

    private static bool Covers(string path, string member) => member == path || member.StartsWith($"{path}.", StringComparison.Ordinal) || member.StartsWith($"{path}[", StringComparison.Ordinal) || path.StartsWith($"{member}.", StringComparison.Ordinal);

    /// <summary>Leaves, as their paths: lists of records go on below `[]`.</summary>
    private static IEnumerable<string> Members(Type type, string before) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always } && property.CanWrite)
        .SelectMany(property =>
        {
            var path = before + char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
            var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            // Groups hold groups.
            if (inner.IsGenericType && typeof(IEnumerable).IsAssignableFrom(inner) && inner.GetGenericArguments() is [var element])
                return IsOurs(element) && element != typeof(PageGroupSettings) ? Members(element, $"{path}[].") : [path];
            return IsOurs(inner) ? Members(inner, $"{path}.") : [path];
        });

    private static bool IsOurs(Type type) => type.Namespace == typeof(InstallationSettings).Namespace;
}
