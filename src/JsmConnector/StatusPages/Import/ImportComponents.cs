using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Import;

/// <summary>Components of an imported page become components here; its groups become the page's groups when it has none of its own.</summary>
public sealed class ImportComponents(JsmConnectorContext database, ComponentCatalog components, ComponentStateQuery states, CurrentSettings settings, SaveSettings save, IEnumerable<IPageComponents> pages)
{
    public async Task AddAsync(InstallationId installation, string page, IReadOnlyList<string> names, IReadOnlyList<ImportedGroup> groups, string? author, CancellationToken cancellationToken)
    {
        components.Show(await components.FindOrAddAsync(installation, names, cancellationToken));
        await database.SaveChangesAsync(cancellationToken);
        foreach (var shown in pages)
            await shown.ShowAsync(installation, page, await states.AllAsync(cancellationToken), cancellationToken);
        var (version, held) = await settings.GetVersionAsync(installation, cancellationToken);
        var named = groups.Where(group => group.Name is not null).ToList();
        if (named.Count == 0 || held.StatusPages.FirstOrDefault(entry => entry.Id == page) is not { } entry || (entry.Page ?? PageSettings.Default).Groups.Count > 0)
            return;
        var grouped = entry with { Page = (entry.Page ?? PageSettings.Default) with { Groups = [.. named.Select(group => new PageGroupSettings { Name = group.Name!, Components = group.Components })] } };
        // Somebody who saves at this moment wins: groups can be made by hand too.
        await save.SavePartAsync(installation, held with { StatusPages = [.. held.StatusPages.Select(other => other.Id == page ? grouped : other)] }, version, author, cancellationToken);
    }
}

/// <summary>Puts components before the readers of a page without an incident.</summary>
public interface IPageComponents
{
    Task ShowAsync(InstallationId installation, string page, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken);
}
