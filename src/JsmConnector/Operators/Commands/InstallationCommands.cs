using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Forge;
using JsmConnector.Operators.Sites;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.Extensions.Options;

namespace JsmConnector.Operators.Commands;

/// <summary>`installations …` on the command line.</summary>
internal sealed class InstallationCommands(IServiceProvider services, CommandLine line)
{
    public async Task<int> ListAsync(CancellationToken cancellationToken)
    {
        var sites = await services.GetRequiredService<ListSites>().AllAsync(cancellationToken);
        if (sites.Count == 0)
            return await CommandLine.SayAsync(line.Out, "No site yet. Add one: dotnet JsmConnector.dll installations add https://acme.atlassian.net", CommandLine.Done);
        foreach (var site in sites)
            await line.Out.WriteLineAsync($"{site.Id}  {site.ShortName,-20}  {site.State,-11}  {site.Door,-14}  {(site.LastEventAt is { } at ? Instants.Exact(at) : "no event yet"),-22}  {site.Url}");
        return CommandLine.Done;
    }

    public async Task<int> AddAsync(string url, CancellationToken cancellationToken)
    {
        switch (await services.GetRequiredService<AddSite>().AddAsync(url, cancellationToken))
        {
            case SiteAdded.Added added:
                return await CommandLine.SayAsync(
                    line.Out,
                    $"""
                    Added {added.ShortName}. In Jira, as a Jira administrator: Settings, System, WebHooks, Create a WebHook.

                      URL     {WebhookSecret.AddressOf(AppUrl, added.Id)}
                      Secret  {added.Secret}

                    The secret is shown this once. Events: issue created, updated, deleted; comment created, updated, deleted.
                    Status page: {AppUrl}/status/{added.ShortName}
                    """,
                    CommandLine.Done);
            case SiteAdded.Refused(var problem):
                return await CommandLine.SayAsync(line.Error, problem, CommandLine.Failed);
            default:
                throw new InvalidOperationException("A site is added or refused.");
        }
    }

    public Task<int> RotateAsync(string site, CancellationToken cancellationToken) => AtAsync(site, async found =>
        await services.GetRequiredService<ChangeSite>().RotateAsync(cancellationToken) is { } secret
            ? await CommandLine.SayAsync(
                line.Out,
                $"""
                  URL     {WebhookSecret.AddressOf(AppUrl, found.Id)}
                  Secret  {secret}

                The secret is shown this once. The old one counts for 24 hours more: enter the new one in Jira until then.
                """,
                CommandLine.Done)
            : await CommandLine.SayAsync(line.Error, NoSignedWebhook(found), CommandLine.Failed), cancellationToken);

    public Task<int> TokenAsync(string site, string kind, string? account, CancellationToken cancellationToken) => AtAsync(site, async _ =>
    {
        if (!Enum.TryParse<SiteTokenKind>(kind, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed))
            return await CommandLine.SayAsync(line.Error, $"There is no kind of token '{kind}'. Use scoped, classic or personal.", CommandLine.Misused);
        return await services.GetRequiredService<SaveSiteToken>().SaveAsync(parsed, account, line.ReadSecret("Token (not shown): "), cancellationToken) is { } problem
            ? await CommandLine.SayAsync(line.Error, problem, CommandLine.Failed)
            : await TestAsync(site, cancellationToken);
    }, cancellationToken);

    public Task<int> TestAsync(string site, CancellationToken cancellationToken) => AtAsync(site, async _ =>
    {
        var tested = await services.GetRequiredService<TestConnection>().RunAsync(cancellationToken);
        return await CommandLine.SayAsync(tested.Works ? line.Out : line.Error, tested.Text, tested.Works ? CommandLine.Done : CommandLine.Failed);
    }, cancellationToken);

    public Task<int> JoinAsync(string site, string forge, CancellationToken cancellationToken) => AtAsync(site, async found =>
        await services.GetRequiredService<JoinForge>().JoinAsync(forge, cancellationToken) is { } problem
            ? await CommandLine.SayAsync(line.Error, problem, CommandLine.Failed)
            : await CommandLine.SayAsync(line.Out, $"Joined: Forge's next call is led to {found.ShortName}.", CommandLine.Done), cancellationToken);

    public Task<int> RemoveAsync(string site, CancellationToken cancellationToken) => AtAsync(site, async found =>
        await services.GetRequiredService<ChangeSite>().RemoveAsync(cancellationToken)
            ? await CommandLine.SayAsync(line.Out, $"Removed {found.ShortName}: its secret and its token are erased, its incidents stay. Delete the webhook in Jira as well.", CommandLine.Done)
            : await CommandLine.SayAsync(line.Error, NoSignedWebhook(found), CommandLine.Failed), cancellationToken);

    private string AppUrl => services.GetRequiredService<IOptions<AppOptions>>().Value.BaseUrl.TrimEnd('/');

    private async Task<int> AtAsync(string site, Func<Installation, Task<int>> act, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<ListSites>().FindAsync(site, cancellationToken) is not { } found)
            return await CommandLine.SayAsync(line.Error, $"There is no site '{site}'. See: dotnet JsmConnector.dll installations list", CommandLine.Failed);
        services.GetRequiredService<TenantScope>().Enter(found.Id);
        return await act(found);
    }

    private static string NoSignedWebhook(Installation site) => $"{site.ShortName} has no signed webhook: it came through Connect or was removed.";
}
