using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.ReaderSignIn;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Access;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Reads a page from the published tables: what is open, and the past days. However long the history is, this stays the same size; what is older is
/// read by <see cref="ReadPast"/>. A page exists from the installation on, also before anything was published.
/// </summary>
public sealed class LoadPublicPage(IServiceScopeFactory scopes, IOptions<AppOptions> app, TimeProvider clock)
{
    private const int MostOpen = 200;
    private const int MostPast = 100;

    /// <param name="draft">Settings in place of those that are saved.</param>
    public async Task<PublicPage> LoadAsync(PageKey key, CancellationToken cancellationToken, PageSettings? draft = null)
    {
        await using var scope = scopes.Enter(key.Installation);
        var database = scope.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var now = clock.GetUtcNow();
        var (settingsVersion, settings) = draft is null ? await SettingsAsync(scope, key, cancellationToken) : (0, draft);
        var page = await database.Set<PublishedPage>().AsNoTracking().FirstOrDefaultAsync(p => p.PageId == key.PageId, cancellationToken);
        var components = await PageComponents.LoadAsync(database, key.PageId, settings, now, cancellationToken);
        var entries = PageEntries.Of(database, key.PageId, settings, components);
        var id = PublicId.OfPage(key.Installation, key.PageId);
        var incidents = entries.Where(i => i.ScheduledFor == null);
        var planned = entries.Where(i => i.ScheduledFor != null);
        return new PublicPage
        {
            Id = id,
            Name = settings.Title ?? Name(key.Place),
            Url = settings.Host is { } host ? $"{Scheme}://{host}" : $"{app.Value.BaseUrl.TrimEnd('/')}/status/{key.Place}",
            Root = key.IsHost ? "" : $"{BasePath}{key.Root}",
            Settings = settings,
            Version = page?.Version ?? 0,
            SettingsVersion = settingsVersion,
            AccessVersion = await PageKeys.VersionAsync(database, key.PageId, cancellationToken),
            Keys = await PageKeys.ValidAsync(database, key.PageId, now, cancellationToken),
            Ways = scope.ServiceProvider.GetRequiredService<ISubscriptionDesk>().Ways(settings),
            SignsIn = scope.ServiceProvider.GetRequiredService<IReaderSignIn>().IsOffered(settings),
            UpdatedAt = page?.ChangedAt ?? now,
            Now = now,
            Components = components,
            Groups = PageGroup.Of(id, settings.Groups, components),
            IncidentCount = await incidents.CountAsync(cancellationToken),
            Incidents = await PageEntries.ReadAsync(
                database, incidents.Where(i => i.ResolvedAt == null).OrderByDescending(i => i.StartedAt).Take(MostOpen),
                incidents.Where(i => i.ResolvedAt != null).OrderByDescending(i => i.StartedAt).Take(MostPast), cancellationToken),
            Maintenances = await PageEntries.ReadAsync(
                database, planned.Where(i => i.ResolvedAt == null).OrderBy(i => i.ScheduledFor).Take(MostOpen),
                planned.Where(i => i.ResolvedAt != null).OrderByDescending(i => i.StartedAt).Take(MostPast), cancellationToken),
        };
    }

    private string Scheme => new Uri(app.Value.BaseUrl).Scheme;

    /// <summary>A proxy may serve the app below a path.</summary>
    private string BasePath => new Uri(app.Value.BaseUrl).AbsolutePath.TrimEnd('/');

    private static string Name(string place) => char.ToUpperInvariant(place[0]) + place[1..];

    private static async Task<(int Version, PageSettings Settings)> SettingsAsync(IServiceScope scope, PageKey key, CancellationToken cancellationToken)
    {
        var (version, all) = await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(key.Installation, cancellationToken);
        return (version, all.StatusPages.FirstOrDefault(page => page.Id == key.PageId)?.Page ?? PageSettings.Default);
    }
}
