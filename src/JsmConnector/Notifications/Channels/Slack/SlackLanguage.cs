using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>In which language a Slack channel is answered: in that of the messages that it gets. Pure.</summary>
public static class SlackLanguage
{
    /// <param name="entries">Ids in the settings of all that speak in the Slack channel.</param>
    public static Language Of(InstallationSettings settings, IReadOnlyCollection<string> entries)
    {
        // The team before others that read along; and before nobody at all, in a channel that hears nothing.
        var told = settings.Audiences.Where(audience => audience.Name == AudienceSettings.Core || audience.Channels.Any(entries.Contains))
            .OrderByDescending(audience => audience.Channels.Any(entries.Contains)).ThenByDescending(audience => audience.Name == AudienceSettings.Core).FirstOrDefault();
        return Language.Of(told?.Language ?? settings.Postmortems.Language);
    }
}
