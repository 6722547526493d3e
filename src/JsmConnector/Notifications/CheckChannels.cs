using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications;

/// <summary>Asks each kind of channel about its entries in a settings document.</summary>
public sealed class CheckChannels(IEnumerable<INotificationChannel> channels) : ISettingsCheck
{
    public IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        var kinds = string.Join(", ", channels.Select(channel => channel.Kind));
        foreach (var (text, index) in settings.Words.Templates.Select((text, index) => (text, index)).Where(text => text.text.Channel is { } kind && !channels.Any(channel => channel.Kind == kind)))
            yield return ($"words.templates[{index}].channel", $"There is no kind of channel '{text.Channel}'.", $"Use {kinds}, or leave it out.");
        foreach (var (entry, index) in settings.Channels.Select((entry, index) => (entry, index)))
        {
            if (channels.FirstOrDefault(channel => channel.Kind == entry.Kind) is not { } kind)
            {
                yield return ($"channels[{index}].kind", $"There is no kind of channel '{entry.Kind}'.", $"Use {kinds}.");
                continue;
            }
            foreach (var (audience, place) in settings.Audiences.Select((audience, place) => (audience, place)).Where(told => kind.IsPublic && Reach(told.audience, settings).Contains(entry.Id, StringComparer.Ordinal) && !Audience.ReadsPublicWords(told.audience.Name)))
                yield return ($"audiences[{place}].channels", $"Everybody reads the channel '{entry.Id}', and {audience.Name} is told internal words.", "Name it under customers, or under an audience of your own.");
            foreach (var (audience, place) in settings.Audiences.Select((audience, place) => (audience, place)).Where(told => kind.NamesTicket && Reach(told.audience, settings).Contains(entry.Id, StringComparer.Ordinal) && Audience.ReadsPublicWords(told.audience.Name)))
                yield return ($"audiences[{place}].channels", $"The channel '{entry.Id}' names the ticket, and {audience.Name} is told public words only.", $"Name it under {AudienceSettings.Core}, {AudienceSettings.Support}, {AudienceSettings.Executives} or {AudienceSettings.Employees}.");
            foreach (var (field, reason, mend) in kind.Mistakes(entry))
                yield return ($"channels[{index}].{field}", reason, mend);
        }
    }

    public bool TakesSecret(string kind, string name) => channels.FirstOrDefault(channel => channel.Kind == kind)?.Fields.Any(field => field.IsSecret && field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? false;

    /// <summary>The channels of an audience, and those that stand in for them.</summary>
    private static IEnumerable<string> Reach(AudienceSettings audience, InstallationSettings settings) =>
        audience.Channels.Concat(settings.Channels.Where(channel => channel.Fallback is not null && audience.Channels.Contains(channel.Id, StringComparer.Ordinal)).Select(channel => channel.Fallback!));
}
