using System.Net;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraClientsTests
{
    [Fact]
    public async Task A_client_of_a_site_signs_what_it_sends()
    {
        using var jira = new StubHttp(_ => new HttpResponseMessage { Content = new StringContent("""{"accountId":"the-app"}""") });
        await using var services = Services(jira);

        var myself = await services.GetRequiredService<IJiraClients>()
            .For(new JiraCredentials.ConnectSecret(new Uri("https://acme.atlassian.net"), "secret"))
            .GetMyselfAsync(TestContext.Current.CancellationToken);

        Assert.Equal("the-app", myself.ValueOrDefault()?.AccountId);
        Assert.StartsWith("JWT ey", Assert.Single(jira.Asked).Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        using var jira = new StubHttp(_ => new HttpResponseMessage { Content = new StringContent(new string(' ', 11 * 1024 * 1024)) });
        await using var services = Services(jira);

        var answer = await services.GetRequiredService<IJiraClients>()
            .For(new JiraCredentials.ConnectSecret(new Uri("https://acme.atlassian.net"), "secret"))
            .GetServerInfoAsync(TestContext.Current.CancellationToken);

        Assert.IsType<JiraResult<JiraServerInfo>.Unreachable>(answer);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        using var jira = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://evil.example") } });
        await using var services = Services(jira);

        var answer = await services.GetRequiredService<IJiraClients>()
            .For(new JiraCredentials.ConnectSecret(new Uri("https://acme.atlassian.net"), "secret"))
            .GetServerInfoAsync(TestContext.Current.CancellationToken);

        Assert.IsType<JiraResult<JiraServerInfo>.Refused>(answer);
        Assert.Single(jira.Asked);
    }

    private static ServiceProvider Services(StubHttp jira)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAtlassianConnect();
        services.AddHttpClient(JiraClient.ClientName).ConfigurePrimaryHttpMessageHandler(() => jira);
        return services.BuildServiceProvider();
    }
}
