using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications;

/// <summary>Asks each kind of channel about its entries in a settings document.</summary>
public sealed class CheckChannels(IEnumerable<INotificationChannel> channels) : ISettingsCheck
{
    public IEnumerable<(string Field, string Reason, string Mend)> Mistakes(InstallationSettings settings)
    {
        foreach (var (entry, index) in settings.Channels.Select((entry, index) => (entry, index)))
        {
            if (channels.FirstOrDefault(channel => channel.Kind == entry.Kind) is not { } kind)
            {
                yield return ($"channels[{index}].kind", $"There is no kind of channel '{entry.Kind}'.", $"Use {string.Join(", ", channels.Select(channel => channel.Kind))}.");
                continue;
            }
            foreach (var (field, reason, mend) in kind.Mistakes(entry))
                yield return ($"channels[{index}].{field}", reason, mend);
        }
    }
}
