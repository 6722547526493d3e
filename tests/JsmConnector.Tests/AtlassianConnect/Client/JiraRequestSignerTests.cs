using System.Text;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JsmConnector.Tests.AtlassianConnect.Client;

public sealed class JiraRequestSignerTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);
    private static readonly JiraCredentials.ConnectSecret Site = new(new Uri("http://localhost:2990/jira"), "the-shared-secret");
    private static readonly Uri Gateway = new("https://api.atlassian.com/ex/jira/one");
    private readonly StubHttp jira = new(_ => new HttpResponseMessage());

    [Fact]
    public async Task A_call_is_signed_as_the_app_for_this_very_request()
    {
        await SendAsync(HttpMethod.Get, "http://localhost:2990/jira/rest/api/3/issue/OPS-7?fields=a%2Cb&expand=x");

        var token = new JsonWebToken(Assert.Single(jira.Asked).Authorization!["JWT ".Length..]);
        Assert.Equal("io.jsmconnector.app", token.Issuer);
        Assert.Equal(QueryStringHashOf("GET&/rest/api/3/issue/OPS-7&expand=x&fields=a%2Cb"), token.GetPayloadValue<string>("qsh"));
        Assert.Equal(Now.ToUnixTimeSeconds(), token.GetPayloadValue<long>("iat"));
        Assert.Equal(Now.ToUnixTimeSeconds() + 180, token.GetPayloadValue<long>("exp"));
    }

    [Fact]
    public async Task The_signature_is_made_with_the_sites_secret()
    {
        await SendAsync(HttpMethod.Get, "http://localhost:2990/jira/rest/x");
        var text = Assert.Single(jira.Asked).Authorization!["JWT ".Length..];

        // Seen from the other side: with us as just another app, the site's rules accept it.
        var rules = ConnectTokenRules.From(new AtlassianConnectOptions { AppKey = "the.site" }) with { BasePaths = ["/jira"] };
        Assert.Null(UnverifiedToken.Read(text, ConnectTokenKind.Computed, rules, out var token));
        Assert.IsType<TokenVerification.Verified>(await ConnectToken.VerifyAsync(
            token, [VerificationKey.ForTenant(Site.SharedSecret)], SignedRequest.Parse("GET", "/jira/rest/x"), Now, rules));
    }

    [Theory]
    [InlineData("http://evil.example/jira/rest/x")]
    [InlineData("https://localhost:2990/jira/rest/x")]
    [InlineData("http://localhost:2991/jira/rest/x")]
    [InlineData("http://localhost:2990/jiracle/rest/x")]
    [InlineData("http://localhost:2990/jira/../rest/x")]
    public async Task A_signature_never_goes_to_another_host(string url)
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(HttpMethod.Get, url));

        Assert.Empty(jira.Asked);
    }

    [Fact]
    public async Task A_forge_or_personal_token_goes_along_as_it_is()
    {
        await SendAsync(HttpMethod.Get, "https://api.atlassian.com/ex/jira/one/rest/x", credentials: new JiraCredentials.Bearer(Gateway, "the-system-token"));

        Assert.Equal("Bearer the-system-token", Assert.Single(jira.Asked).Authorization);
    }

    [Fact]
    public async Task An_api_token_goes_along_with_its_account()
    {
        await SendAsync(HttpMethod.Get, "https://api.atlassian.com/ex/jira/one/rest/x", credentials: new JiraCredentials.Basic(Gateway, "bot@acme.example", "töken"));

        Assert.Equal("bot@acme.example:töken", Encoding.UTF8.GetString(Convert.FromBase64String(Assert.Single(jira.Asked).Authorization!["Basic ".Length..])));
    }

    [Fact]
    public async Task A_token_of_one_site_does_not_go_to_another_behind_the_same_gateway()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SendAsync(HttpMethod.Get, "https://api.atlassian.com/ex/jira/another/rest/x", credentials: new JiraCredentials.Bearer(Gateway, "the-system-token")));

        Assert.Empty(jira.Asked);
    }

    [Fact]
    public Task A_get_with_a_body_is_a_mistake_of_ours() =>
        Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(HttpMethod.Get, "http://localhost:2990/jira/x", new StringContent("x")));

    [Fact]
    public void Secrets_are_not_printed()
    {
        Assert.DoesNotContain("the-shared-secret", Site.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", new JiraCredentials.Bearer(Gateway, "t0ken").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", $"{new JiraCredentials.Basic(Gateway, "bot@acme.example", "t0ken")}", StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new InstallationSecrets { InstallationId = default, State = default, Current = "s3cret", Previous = "s3cret" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", new JsmConnector.AtlassianConnect.Lifecycle.LifecyclePayload { SharedSecret = "s3cret" }.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => jira.Dispose();

    private async Task SendAsync(HttpMethod method, string url, HttpContent? content = null, JiraCredentials? credentials = null)
    {
        using var signer = new JiraRequestSigner(new FixedOptions(new AtlassianConnectOptions()), new FakeTimeProvider(Now)) { InnerHandler = jira };
        using var invoker = new HttpMessageInvoker(signer);
        using var request = new HttpRequestMessage(method, url) { Content = content };
        request.Options.Set(JiraRequestSigner.Credentials, credentials ?? Site);
        using var response = await invoker.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string QueryStringHashOf(string canonical) => Authentication.QueryStringHashTests.Sha(canonical);
}
