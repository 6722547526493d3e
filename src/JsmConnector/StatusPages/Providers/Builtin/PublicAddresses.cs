using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>Where readers find an incident: the first built-in page of a site goes by the site's name, others by both names, and any by a host of its own.</summary>
public sealed class PublicAddresses(JsmConnectorContext database, IOptions<AppOptions> app)
{
    public async Task<string> OfIncidentAsync(InstallationId installation, InstallationSettings settings, string page, string incident, CancellationToken cancellationToken)
    {
        var pages = settings.StatusPages.Where(known => known.Provider == StatusPageSettings.BuiltIn.Provider).ToList();
        var root = app.Value.BaseUrl.TrimEnd('/');
        if (pages.FirstOrDefault(known => known.Id == page)?.Page?.Host is { } host)
            return $"{new Uri(root).Scheme}://{host}/incidents/{incident}";
        var name = await database.Set<Installation>().Where(site => site.Id == installation).Select(site => site.ShortName).SingleAsync(cancellationToken);
        var place = pages.Count > 0 && pages[0].Id == page ? name : $"{name}-{page}";
        return $"{root}/status/{Uri.EscapeDataString(place)}/incidents/{incident}";
    }
}
