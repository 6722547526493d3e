using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.PublicStatus;
using JsmConnector.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Webhooks;

/// <summary>The door for sites without Connect: `POST /webhooks/jira/{installation}`.</summary>
public sealed class SignedWebhookTests(InstalledSites app) : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(TicketEvent.Of("51001").Components("Telescope").ToJsonString());
    private SignedSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SignedSite.AddAsync(app, $"http://127.0.0.1:{Random.Shared.Next(10_000, 60_000)}/{Guid.NewGuid():N}");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_incident_flows_from_a_signed_webhook_to_the_public_page()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _site.TellAsync(app, Encoding.UTF8.GetString(Body))).StatusCode);

        await app.DrainAsync();
        await app.App.Services.GetRequiredService<PageShelf>().RenewAsync(_site.Id);

        var page = await (await app.GetAsync($"/status/{_site.ShortName}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Telescope", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The ticket's own words", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redelivered_webhook_is_stored_once()
    {
        foreach (var _ in Enumerable.Range(0, 3))
            Assert.Equal(HttpStatusCode.NoContent, (await _site.TellAsync(app, Encoding.UTF8.GetString(Body), "the-same")).StatusCode);

        Assert.Single(await _site.RowsAsync<Webhook>(app));
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "no header", "signature_missing" },
        { "two headers", "signature_twice" },
        { "two signatures in one header", "signature_twice" },
        { "sha1", "signature_method_refused" },
        { "md5", "signature_method_refused" },
        { "no method", "signature_malformed" },
        { "not hex", "signature_malformed" },
        { "cut short", "signature_malformed" },
        { "wrong secret", "signature_invalid" },
        { "empty secret", "signature_invalid" },
        { "secret of another site", "signature_invalid" },
        { "shared secret of a Connect site", "signature_invalid" },
        { "altered body", "signature_invalid" },
        { "one byte more", "signature_invalid" },
        { "signature of another body", "signature_invalid" },
        { "signed before compression", "signature_invalid" },
        { "address of a Connect site", "signature_invalid" },
        { "unknown installation", "signature_invalid" },
        { "no installation", "signature_invalid" },
        { "installation of zeros", "signature_invalid" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Whoever_cannot_sign_is_refused_for_good_with_a_reason_and_changes_nothing(string attack, string reason)
    {
        var other = await SignedSite.AddAsync(app, $"http://127.0.0.1:{Random.Shared.Next(10_000, 60_000)}/{Guid.NewGuid():N}");
        var good = SignedSite.Sign(Body, _site.Secret);
        Task<HttpResponseMessage> Send(byte[] body, string[] signatures, string? path = null) => _site.TellAsync(app, body, signatures, null, path);

        var answer = await (attack switch
        {
            "no header" => Send(Body, []),
            "two headers" => Send(Body, [good, good]),
            "two signatures in one header" => Send(Body, [$"{SignedSite.Sign(Body, "guess")}, {good}"]),
#pragma warning disable CA5350, CA5351 // What an attacker would choose.
            "sha1" => Send(Body, [$"sha1={Convert.ToHexString(HMACSHA1.HashData(Encoding.UTF8.GetBytes(_site.Secret), Body))}"]),
            "md5" => Send(Body, [$"md5={Convert.ToHexString(HMACMD5.HashData(Encoding.UTF8.GetBytes(_site.Secret), Body))}"]),
#pragma warning restore CA5350, CA5351
            "no method" => Send(Body, [good["sha256=".Length..]]),
            "not hex" => Send(Body, [$"sha256={new string('x', 64)}"]),
            "cut short" => Send(Body, [good[..^2]]),
            "wrong secret" => Send(Body, [SignedSite.Sign(Body, "guess")]),
            "empty secret" => Send(Body, [SignedSite.Sign(Body, "")]),
            "secret of another site" => Send(Body, [SignedSite.Sign(Body, other.Secret)]),
            "shared secret of a Connect site" => Send(Body, [SignedSite.Sign(Body, app.Acme.Secret)]),
            "altered body" => Send([.. Body[..^1], (byte)' '], [good]),
            "one byte more" => Send([.. Body, (byte)'\n'], [good]),
            "signature of another body" => Send(Body, [SignedSite.Sign("{}"u8.ToArray(), _site.Secret)]),
            "signed before compression" => Send(Zipped(Body), [good]),
            "address of a Connect site" => Send(Body, [SignedSite.Sign(Body, app.Acme.Secret)], $"/webhooks/jira/{app.Acme.Id}"),
            "unknown installation" => Send(Body, [good], $"/webhooks/jira/{Guid.NewGuid()}"),
            "no installation" => Send(Body, [good], "/webhooks/jira/acme"),
            _ => Send(Body, [good], $"/webhooks/jira/{Guid.Empty}"),
        });

        Assert.Equal((HttpStatusCode.Unauthorized, reason), (answer.StatusCode, answer.Headers.WwwAuthenticate.ToString().Split("error=\"")[1].TrimEnd('"')));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await _site.RowsAsync<Webhook>(app));
        Assert.Empty(await other.RowsAsync<Webhook>(app));
        Assert.DoesNotContain(await app.RowsAsync<Webhook>(app.Acme), webhook => webhook.Lane == "51001");
    }

    /// <summary>Jira compresses nothing, and nobody unpacks what a stranger packed.</summary>
    [Fact]
    public async Task A_signed_bomb_is_refused_unread()
    {
        var bomb = Zipped(new byte[50_000_000]);

        var answer = await _site.TellAsync(app, bomb, [SignedSite.Sign(bomb, _site.Secret)], "bomb", null, compressed: true);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Empty(await _site.RowsAsync<Webhook>(app));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_unseen()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(app.App.Urls.First()).Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {_site.Path} HTTP/1.1\r\nHost: app.example.com\r\nX-Hub-Signature: {SignedSite.Sign(Body, _site.Secret)}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {AcceptWebhook.LargestBody + 1}\r\n\r\n{{"), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 413", await reader.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(await _site.RowsAsync<Webhook>(app));
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_count_for_a_day_and_then_the_new_one_alone()
    {
        var body = Encoding.UTF8.GetString(Body);
        var renewed = await _site.InAsync(app, services => services.GetRequiredService<ChangeSite>().RotateAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.NoContent, (await _site.TellAsync(app, body)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _site.TellAsync(app, body, secret: renewed)).StatusCode);

        await _site.InAsync(app, services => services.GetRequiredService<ChangeSite>().ForgetPreviousAsync(TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.TellAsync(app, body)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _site.TellAsync(app, body, secret: renewed)).StatusCode);
    }

    [Fact]
    public async Task A_removed_site_is_heard_no_more_and_finds_its_history_when_it_comes_back()
    {
        var installation = await _site.InstallationAsync(app);
        Assert.True(await _site.InAsync(app, services => services.GetRequiredService<ChangeSite>().RemoveAsync(TestContext.Current.CancellationToken)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.TellAsync(app, Encoding.UTF8.GetString(Body))).StatusCode);
        Assert.Empty(await _site.RowsAsync<AdminWebhook>(app));

        var again = await SignedSite.AddAsync(app, installation.BaseUrl);

        Assert.Equal((_site.Id, _site.ShortName), (again.Id, again.ShortName));
        Assert.NotEqual(_site.Secret, again.Secret);
        Assert.Equal(HttpStatusCode.NoContent, (await again.TellAsync(app, Encoding.UTF8.GetString(Body))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.TellAsync(app, Encoding.UTF8.GetString(Body))).StatusCode);
    }

    [Fact]
    public async Task A_site_has_one_source_of_events()
    {
        var url = (await _site.InstallationAsync(app)).BaseUrl;
        await using (var scope = app.App.Services.CreateAsyncScope())
            Assert.IsType<SiteAdded.Refused>(await scope.ServiceProvider.GetRequiredService<AddSite>().AddAsync(url, TestContext.Current.CancellationToken));
        await using (var scope = app.App.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(new InstalledSite($"client-{Guid.NewGuid():N}", "secret-of-the-connect-installation", url, null, null), TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(HttpStatusCode.Unauthorized, (await _site.TellAsync(app, Encoding.UTF8.GetString(Body))).StatusCode);
    }

    [Fact]
    public async Task Secrets_are_encrypted_at_rest()
    {
        var row = Assert.Single(await _site.RowsAsync<AdminWebhook>(app));

        Assert.DoesNotContain(_site.Secret, Encoding.Latin1.GetString(row.Secret), StringComparison.Ordinal);
    }

    private static byte[] Zipped(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zip.Write(plain);
        return packed.ToArray();
    }
}
