using System.Net;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraClientsTests
{
    private static readonly RemoteLink Link = new()
    {
        GlobalId = "postmortem:1",
        Application = new RemoteLinkApplication { Type = "io.jsmconnector", Name = "JsmConnector" },
        Relationship = "postmortem",
        Object = new RemoteLinkObject { Url = "https://app.example.com/p/1", Title = "Postmortem" },
    };

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

    [Fact]
    public async Task A_call_that_is_answered_401_is_made_again_by_the_next_credential_and_stays_with_it()
    {
        using var jira = new StubHttp(request => request.Headers.Authorization?.Scheme == "Bearer"
            ? new HttpResponseMessage(HttpStatusCode.Unauthorized)
            : new HttpResponseMessage { Content = new StringContent("""{"id":1,"self":"x"}""") });
        await using var services = Services(jira);
        var (dead, good) = (new JiraCredentials.Bearer(new Uri("https://api.atlassian.com/ex/jira/1"), "dead"), new JiraCredentials.ConnectSecret(new Uri("https://acme.atlassian.net"), "secret"));
        var refused = new List<JiraCredentials>();
        var client = services.GetRequiredService<IJiraClients>().For([dead, good], null, refused.Add);

        Assert.IsType<JiraResult<RemoteLinkId>.Ok>(await client.UpsertRemoteLinkAsync("1", Link, TestContext.Current.CancellationToken));
        await client.GetMyselfAsync(TestContext.Current.CancellationToken);

        var asked = jira.Asked.ToArray();
        Assert.Equal(["api.atlassian.com", "acme.atlassian.net", "acme.atlassian.net"], asked.Select(call => new Uri(call.Url).Host));
        Assert.Equal(asked[0].Body, asked[1].Body);
        Assert.NotEmpty(asked[0].Body);
        Assert.Equal([dead], refused);
    }

    [Fact]
    public async Task When_every_credential_is_refused_the_answer_is_Jiras()
    {
        using var jira = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.Unauthorized));
        await using var services = Services(jira);
        var site = new Uri("https://acme.atlassian.net");

        var answer = await services.GetRequiredService<IJiraClients>()
            .For([new JiraCredentials.Bearer(site, "one"), new JiraCredentials.Bearer(site, "two")]).GetMyselfAsync(TestContext.Current.CancellationToken);

        Assert.Equal(401, Assert.IsType<JiraResult<JiraAccount>.Refused>(answer).Status);
        Assert.Equal(2, jira.Asked.Count);
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
