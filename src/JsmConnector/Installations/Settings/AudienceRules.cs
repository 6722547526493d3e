using System.Globalization;
using System.Text.RegularExpressions;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Installations.Settings;

/// <summary>What is wrong with the audiences and channels of a document, whatever the kind of a channel. Pure.</summary>
public static partial class AudienceRules
{
    public const int MostAudiences = 50, MostChannels = 200;
    private const string Form = "Use 1 to 40 lower-case letters, digits and hyphens.";

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        if (settings.Channels is null || settings.Audiences is null)
        {
            yield return (settings.Channels is null ? "channels" : "audiences", "It is null.", "Leave it out for the default, or give a list.");
            yield break;
        }
        if (settings.Channels.Count > MostChannels)
            yield return ("channels", $"There are more than {MostChannels} channels.", "Remove some.");
        if (settings.Audiences.Count > MostAudiences)
            yield return ("audiences", $"There are more than {MostAudiences} audiences.", "Join some.");
        foreach (var (channel, index) in settings.Channels.Select((channel, index) => (channel, index)))
        {
            if (channel?.Id is null || !Name().IsMatch(channel.Id))
                yield return ($"channels[{index}].id", $"'{channel?.Id}' cannot be an id.", Form);
            if (channel?.Fallback is { } other && (other == channel.Id || !settings.Channels.Any(known => known?.Id == other)))
                yield return ($"channels[{index}].fallback", $"There is no other channel '{other}'.", "Name the id of another entry of `channels`, or leave it out.");
        }
        foreach (var twice in settings.Channels.Where(channel => channel is not null).GroupBy(channel => channel.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return ("channels", $"The id '{twice.Key}' is used twice.", "Give every channel an id of its own.");
        foreach (var twice in settings.Audiences.Where(audience => audience is not null).GroupBy(audience => audience.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            yield return ("audiences", $"The name '{twice.Key}' is used twice.", "Give every audience a name of its own.");
        var known = settings.Channels.Select(channel => channel?.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var mistake in settings.Audiences.SelectMany((audience, index) => Mistakes(audience, $"audiences[{index}]", known).Concat(Hasty(audience, $"audiences[{index}]", settings.Promises))))
            yield return mistake;
    }

    private static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(AudienceSettings? audience, string at, HashSet<string?> channels)
    {
        if (audience?.Name is null || !Name().IsMatch(audience.Name))
        {
            yield return ($"{at}.name", $"'{audience?.Name}' cannot be a name.", Form);
            yield break;
        }
        foreach (var unknown in (audience.Channels ?? []).Where(id => !channels.Contains(id)))
            yield return ($"{at}.channels", $"There is no channel '{unknown}'.", "Name the id of an entry of `channels`.");
        if (Language.Find(audience.Language ?? "") is null)
            yield return ($"{at}.language", $"There is no language '{audience.Language}'.", $"Use {string.Join(" or ", Language.All.Select(language => language.Tag))}.");
        foreach (var (severity, minutes) in audience.Minutes ?? new Dictionary<string, int>())
        {
            if (severity is not ("1" or "2" or "3" or "4"))
                yield return ($"{at}.minutes.{severity}", $"There is no severity '{severity}'.", "Use 1, 2, 3 or 4.");
            else if (minutes is < 10 or > 1440)
                yield return ($"{at}.minutes.{severity}", string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes are less than 10, or more than a day."), "Use 10 to 1440.");
        }
        if (audience is { Name: AudienceSettings.Customers, Minutes.Count: > 0 })
            yield return ($"{at}.minutes", "Customers are told by the promise of the incident itself.", "Use promises.minutes for it.");
        if (audience.QuietHours is { } quiet && !TimeZoneInfo.TryFindSystemTimeZoneById(quiet.Zone ?? "", out _))
            yield return ($"{at}.quietHours.zone", $"There is no time zone '{quiet.Zone}'.", "Use an IANA name like Europe/Berlin.");
        if (audience.QuietHours is { UnlessSeverity: < 0 or > 4 })
            yield return ($"{at}.quietHours.unlessSeverity", "It is no severity.", "Use 1 to 4, or 0 for none.");
    }

    /// <summary>Everybody hears at least what customers hear, when they hear it. A shorter time would change nothing, and whoever wrote it would believe it did.</summary>
    private static IEnumerable<(string Field, string Reason, string Mend)> Hasty(AudienceSettings? audience, string at, PromiseSettings? promises)
    {
        foreach (var (severity, minutes) in audience?.Minutes ?? new Dictionary<string, int>())
        {
            var customers = promises?.Minutes?.TryGetValue(severity, out var own) == true ? own : PromiseSettings.ShortestUsual.GetValueOrDefault(severity);
            if (minutes is >= 10 && minutes < customers)
                yield return ($"{at}.minutes.{severity}", string.Create(CultureInfo.InvariantCulture, $"Nobody hears more often than customers, who are told within {customers} minutes at severity {severity}."), string.Create(CultureInfo.InvariantCulture, $"Leave it out, or shorten promises.minutes.{severity} for everybody."));
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,40}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
