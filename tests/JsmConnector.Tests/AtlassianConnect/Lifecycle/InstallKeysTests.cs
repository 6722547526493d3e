using System.Net;
using System.Security.Cryptography;
using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Lifecycle;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Lifecycle;

public sealed class InstallKeysTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly RSA rsa = Authentication.TokenForge.AtlassiansKey();

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("")]
    public async Task A_key_is_read_whatever_its_line_breaks(string lineBreak)
    {
        var pem = $"-----BEGIN PUBLIC KEY-----{lineBreak}{Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo())}{lineBreak}-----END PUBLIC KEY-----{lineBreak}{lineBreak}";

        Assert.IsType<InstallKey.Found>(await FindAsync(Keys(new StubHttp(_ => Text(pem)))));
    }

    [Fact]
    public async Task A_found_key_is_asked_for_once_a_day()
    {
        var server = new StubHttp(_ => Text(rsa.ExportSubjectPublicKeyInfoPem()));
        var keys = Keys(server);

        await FindAsync(keys);
        clock.Advance(TimeSpan.FromHours(23));
        await FindAsync(keys);
        Assert.Equal("https://keys.example.com/k/1", Assert.Single(server.Asked).Url);
        clock.Advance(TimeSpan.FromHours(2));
        await FindAsync(keys);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task A_missing_key_is_asked_for_once_a_minute()
    {
        var server = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.NotFound));
        var keys = Keys(server);

        Assert.IsType<InstallKey.Unknown>(await FindAsync(keys));
        clock.Advance(TimeSpan.FromSeconds(59));
        await FindAsync(keys);
        Assert.Single(server.Asked);
        clock.Advance(TimeSpan.FromSeconds(2));
        await FindAsync(keys);
        Assert.Equal(2, server.Asked.Count);
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_fetch()
    {
        var server = new StubHttp(_ => Text(rsa.ExportSubjectPublicKeyInfoPem())) { Delay = TimeSpan.FromMilliseconds(100) };
        var keys = Keys(server);

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FindAsync(keys)));

        Assert.All(found, key => Assert.IsType<InstallKey.Found>(key));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task Invented_key_ids_do_not_become_a_flood()
    {
        var server = new StubHttp(_ => new HttpResponseMessage(HttpStatusCode.NotFound)) { Delay = TimeSpan.FromMilliseconds(200) };
        var keys = Keys(server);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => FindAsync(keys, $"invented-{number}")));

        Assert.InRange(server.Asked.Count, 1, 8);
    }

    [Fact]
    public async Task The_next_server_is_asked_when_one_does_not_have_the_key()
    {
        var server = new StubHttp(request => request.RequestUri!.Host == "second.example.com"
            ? Text(rsa.ExportSubjectPublicKeyInfoPem())
            : new HttpResponseMessage(HttpStatusCode.NotFound));

        Assert.IsType<InstallKey.Found>(await FindAsync(Keys(server, "https://first.example.com, https://second.example.com/")));
        Assert.Equal(["https://first.example.com/k/1", "https://second.example.com/k/1"], server.Asked.Select(asked => asked.Url));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.Found)]
    public async Task A_server_in_trouble_is_not_believed_and_not_remembered(HttpStatusCode status)
    {
        var trouble = true;
        var keys = Keys(new StubHttp(_ => trouble
            ? new HttpResponseMessage(status) { Content = new StringContent(rsa.ExportSubjectPublicKeyInfoPem()) }
            : Text(rsa.ExportSubjectPublicKeyInfoPem())));

        Assert.IsType<InstallKey.Unavailable>(await FindAsync(keys));
        trouble = false;
        Assert.IsType<InstallKey.Found>(await FindAsync(keys));
    }

    [Fact]
    public async Task An_answer_that_is_no_key_or_a_short_one_is_no_key()
    {
        using var small = RSA.Create(1024);

        Assert.IsType<InstallKey.Unavailable>(await FindAsync(Keys(new StubHttp(_ => Text("<html>not found</html>")))));
        Assert.IsType<InstallKey.Unavailable>(await FindAsync(Keys(new StubHttp(_ => Text(small.ExportSubjectPublicKeyInfoPem())))));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_unavailable() =>
        Assert.IsType<InstallKey.Unavailable>(await FindAsync(Keys(new StubHttp(_ => throw new HttpRequestException("no route")))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("../etc/passwd")]
    [InlineData("a/../b")]
    [InlineData("/absolute")]
    [InlineData("//host/x")]
    [InlineData("a//b")]
    [InlineData("a b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%2e")]
    [InlineData("a\n")]
    [InlineData("ключ")]
    public async Task What_is_no_key_id_never_becomes_an_address(string? keyId)
    {
        var server = new StubHttp(_ => Text(""));

        Assert.IsType<InstallKey.Invalid>(await FindAsync(Keys(server), keyId));
        Assert.IsType<InstallKey.Invalid>(await FindAsync(Keys(server), new string('a', 129)));
        Assert.Empty(server.Asked);
    }

    public void Dispose() => rsa.Dispose();

    private InstallKeys Keys(StubHttp server, string servers = "https://keys.example.com/") => new(
        server, new FixedOptions(new AtlassianConnectOptions { ConnectInstallKeysUrl = servers }), clock, NullLogger<InstallKeys>.Instance);

    private static async Task<InstallKey> FindAsync(InstallKeys keys, string? keyId = "k/1") =>
        await keys.FindAsync(keyId, TestContext.Current.CancellationToken);

    private static HttpResponseMessage Text(string text) => new() { Content = new StringContent(text) };
}
