using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Explain;

/// <summary>Settings that somebody typed and did not save, with everything that saving would refuse.</summary>
public sealed class ReadEdited(CurrentSettings current, SaveSettings save)
{
    public async Task<(InstallationSettings? Settings, IReadOnlyList<(string Field, string Reason, string Mend)> Mistakes)> OfAsync(InstallationId site, SettingsRead document, CancellationToken cancellationToken)
    {
        switch (document)
        {
            case SettingsRead.Understood(var typed):
                var edited = SettingsSecrets.Unmask(typed, await current.GetAsync(site, cancellationToken));
                return save.Mistakes(edited) is { Count: > 0 } mistakes ? (null, mistakes) : (edited, []);
            case SettingsRead.NotUnderstood(var field, var reason, var mend):
                return (null, [(field, reason, mend)]);
            default:
                throw new InvalidOperationException("A document is understood or not.");
        }
    }
}
