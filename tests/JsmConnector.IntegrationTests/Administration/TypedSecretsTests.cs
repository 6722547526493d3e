using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Administration;

/// <summary>Secrets that somebody types into the settings document and does not save yet: in no answer, and not lost.</summary>
public sealed partial class TypedSecretsTests : IClassFixture<InstalledSites>, IAsyncLifetime
{
    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5", Colleague = "5b10ac8d82e05b22cc7d4ef6";
    private const string First = "whsec_Zmlyc3Qtc2VjcmV0LW9mLWFjbWUtZmlyc3Q=", Second = "whsec_c2Vjb25kLXNlY3JldC1vZi1hY21lLXNlY29uZA==";

    /// <summary>Refused for its first line alone.</summary>
    private const string Refused = $$"""
        {
          "postmortems": { "delay": "90.00:00:00" },
          "channels": [
            { "id": "one", "kind": "webhook", "options": { "url": "https://one.example.com/x" }, "secrets": { "secret": "{{First}}" } },
            { "id": "two", "kind": "webhook", "options": { "url": "https://two.example.com/x" }, "secrets": { "secret": "{{Second}}" } }
          ]
        }
        """;

    private readonly InstalledSites _app;

    public TypedSecretsTests(InstalledSites app)
    {
        _app = app;
        foreach (var site in new[] { app.Acme, app.Rival })
        {
            site.Jira.Administrators.Add(Administrator);
            site.Jira.Administrators.Add(Colleague);
        }
    }

    public async ValueTask InitializeAsync()
    {
        foreach (var site in new[] { _app.Acme, _app.Rival })
            await _app.InAsync(site, database => database.Set<SettingsVersion>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("save")]
    [InlineData("check")]
    [InlineData("preview")]
    public async Task A_document_that_was_not_saved_comes_back_without_its_secrets_and_is_saved_with_them(string decision)
    {
        var answer = await PressAsync(decision, Refused);
        AssertSecret(answer);
        Assert.Contains("https://one.example.com/x", answer.Document, StringComparison.Ordinal);
        Assert.Contains("postmortems.delay", answer.Html, StringComparison.Ordinal);

        // Refused once more, as it is: they are still there at the third time.
        answer = await PressAsync("save", answer.Document, answer.Kept);
        AssertSecret(answer);
        var saved = await PressAsync("save", Mended(answer), answer.Kept);

        Assert.Contains("Version 1 is saved", saved.Html, StringComparison.Ordinal);
        AssertSecret(saved);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    [Fact]
    public async Task What_is_saved_already_says_unchanged_as_ever_beside_what_is_new()
    {
        await PressAsync("save", Mended(Refused));
        var answer = await PressAsync("check", Mended(Refused).Replace(First, "***", StringComparison.Ordinal).Replace(Second, First, StringComparison.Ordinal), version: 1);

        Assert.Contains("\"secret\": \"***\"", answer.Document, StringComparison.Ordinal);
        Assert.Contains("\"secret\": \"***1\"", answer.Document, StringComparison.Ordinal);
        await PressAsync("save", answer.Document, answer.Kept, version: 1);
        Assert.Equal([("one", First), ("two", First)], await SecretsAsync());
    }

    [Fact]
    public async Task When_somebody_saved_meanwhile_the_document_goes_on_from_there_with_its_secrets()
    {
        await PressAsync("save", """{"words":{"company":"Acme"}}""");
        var late = await PressAsync("save", Mended(Refused));
        Assert.Contains("Nothing was saved: version 1 came meanwhile.", late.Html, StringComparison.Ordinal);
        Assert.Empty(await SecretsAsync());

        Assert.Contains("value=\"goOn\"", late.Html, StringComparison.Ordinal);
        Assert.Equal("0", Sent(late.Html, "version"));
        Assert.Equal("0", Sent((await PressAsync("goOn", Refused)).Html, "version"));
        var compared = await PressAsync("goOn", late.Document, late.Kept);
        Assert.Contains("words.company", compared.Html, StringComparison.Ordinal);
        Assert.Equal("1", Sent(compared.Html, "version"));
        Assert.Contains("Version 2 is saved", (await PressAsync("save", compared.Document, compared.Kept, version: 1)).Html, StringComparison.Ordinal);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    [Fact]
    public async Task A_secret_goes_with_its_place_in_the_text_when_ids_are_swapped()
    {
        var answer = await PressAsync("save", Refused);

        await PressAsync("save", Mended(answer).Replace("\"one\"", "\"x\"", StringComparison.Ordinal).Replace("\"two\"", "\"one\"", StringComparison.Ordinal).Replace("\"x\"", "\"two\"", StringComparison.Ordinal), answer.Kept);

        Assert.Equal([("two", First), ("one", Second)], await SecretsAsync());
    }

    [Fact]
    public async Task Another_site_another_person_and_two_hours_later_get_nothing_and_are_told_which_field_to_type_again()
    {
        var answer = await PressAsync("save", Refused);

        foreach (var strange in new[] { await PressAsync("save", Mended(answer), answer.Kept, site: _app.Rival), await PressAsync("save", Mended(answer), answer.Kept, account: Colleague), await PressAsync("save", Mended(answer), answer.Kept[..^8] + "AAAAAAAA"), await PressAsync("save", Mended(answer), "") })
            AssertLost(strange);
        _app.Clock.Advance(TimeSpan.FromMinutes(119));
        Assert.DoesNotContain("is kept no more", (await PressAsync("check", Mended(answer), answer.Kept)).Html, StringComparison.Ordinal);
        _app.Clock.Advance(TimeSpan.FromMinutes(2));
        var late = await PressAsync("save", Mended(answer), answer.Kept);
        AssertLost(late);

        // Typed again at its place; everything else is as it was.
        await PressAsync("save", late.Document.Replace("***1", First, StringComparison.Ordinal).Replace("***2", Second, StringComparison.Ordinal), late.Kept);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());

        void AssertLost(Answer lost)
        {
            Assert.Contains("Nothing was saved.", lost.Html, StringComparison.Ordinal);
            Assert.Contains("channels[0].secrets.secret", lost.Html, StringComparison.Ordinal);
            Assert.Contains("channels[1].secrets.secret", lost.Html, StringComparison.Ordinal);
            Assert.Contains("is kept no more", lost.Html, StringComparison.Ordinal);
            Assert.Contains("https://two.example.com/x", lost.Document, StringComparison.Ordinal);
            AssertSecret(lost);
        }
    }

    [Fact]
    public async Task What_is_no_JSON_yet_comes_back_without_its_secrets_too_and_says_how_they_were_found()
    {
        var broken = Mended(Refused).Replace("\"id\": \"one\",", "\"id\": \"one\"", StringComparison.Ordinal).Replace($"\"{Second}\"", Second, StringComparison.Ordinal);

        var answer = await PressAsync("save", broken);
        AssertSecret(answer);
        Assert.Contains("It is no JSON", answer.Html, StringComparison.Ordinal);
        Assert.Contains("by the names beside them", answer.Html, StringComparison.Ordinal);
        Assert.Contains("\"url\": \"https://one.example.com/x\"", answer.Document, StringComparison.Ordinal);

        await PressAsync("save", answer.Document.Replace("\"id\": \"one\"", "\"id\": \"one\",", StringComparison.Ordinal).Replace("***2", "\"***2\"", StringComparison.Ordinal), answer.Kept);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    [Theory]
    [InlineData("\"secrets\": {", "\"secrtes\": {")]
    [InlineData("\"secrets\": { \"secret\": \"" + First + "\" }", "\"signingSecret\": \"" + First + "\"")]
    [InlineData("\"secrets\": { \"secret\": \"" + First + "\" }", "\"secrets\": \"" + First + "\"")]
    [InlineData("\"secrets\": { \"secret\": \"" + First + "\" }", "\"secrets\": [\"" + First + "\"]")]
    [InlineData("\"url\": \"https://one.example.com/x\" }, \"secrets\": {", "\"url\": \"https://one.example.com/x\", ")]
    [InlineData("\"secrets\": {", "\"secret\\u0073\": {")]
    public async Task A_secret_at_a_wrong_place_is_in_no_answer_and_found_again_at_the_right_one(string right, string wrong)
    {
        var answer = await PressAsync("check", Mended(Refused).Replace(right, wrong, StringComparison.Ordinal));
        AssertSecret(answer);

        // Whatever was wrong, the text around the secret is written anew.
        await PressAsync("save", Mended(Refused).Replace(First, Regex.Match(answer.Document, @"\*\*\*[0-9]", RegexOptions.None, TimeSpan.FromSeconds(1)).Value, StringComparison.Ordinal), answer.Kept);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    [Fact]
    public async Task A_secret_that_is_moved_to_where_everybody_reads_is_not_put_there()
    {
        var answer = await PressAsync("save", Refused);

        var moved = await PressAsync("check", Mended(answer).Replace("\"channels\":", "\"words\": { \"company\": \"***1\" },\n  \"channels\":", StringComparison.Ordinal), answer.Kept);

        AssertSecret(moved);
        Assert.Contains("words.company", moved.Html, StringComparison.Ordinal);
        Assert.Contains("no secret belongs here", moved.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_shows_none_and_gives_the_document_back_to_the_settings()
    {
        var asked = await PressAsync("newest", Mended(Refused), path: "/admin/explain");
        AssertSecret(asked);
        Assert.DoesNotContain("secrets.secret", asked.Html, StringComparison.Ordinal);
        var again = await PressAsync("newest", asked.Document, asked.Kept, path: "/admin/explain");
        AssertSecret(again);
        Assert.DoesNotContain("is kept no more", again.Html, StringComparison.Ordinal);

        Assert.Contains("formaction=\"/admin/settings\"", again.Html, StringComparison.Ordinal);
        var back = await PressAsync("check", again.Document, again.Kept);
        await PressAsync("save", back.Document, back.Kept);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    [Fact]
    public async Task A_document_that_came_when_the_session_was_over_is_given_back_whole()
    {
        var late = Session(_app.Acme, Administrator);
        _app.Clock.Advance(TimeSpan.FromMinutes(20));

        var expired = await PressAsync("save", Mended(Refused), session: late, expected: HttpStatusCode.Unauthorized);

        AssertSecret(expired);
        await PressAsync("save", expired.Document, expired.Kept);
        Assert.Equal([("one", First), ("two", Second)], await SecretsAsync());
    }

    private static string Mended(Answer answer) => Mended(answer.Document);

    private static string Mended(string document) => document.Replace("90.00:00:00", "01:00:00", StringComparison.Ordinal);

    private static void AssertSecret(Answer answer)
    {
        Assert.DoesNotContain(First, answer.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Second, answer.Html, StringComparison.Ordinal);
    }

    private async Task<List<(string, string?)>> SecretsAsync()
    {
        await using var scope = _app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(_app.Acme.Id);
        var held = await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetAsync(_app.Acme.Id, TestContext.Current.CancellationToken);
        return [.. held.Channels.Select(channel => (channel.Id, channel.Secrets?.GetValueOrDefault("secret")))];
    }

    private string Session(Site site, string account) => _app.App.Services.GetRequiredService<SessionTokens>().Issue(
        new AtlassianPrincipal { InstallationId = site.Id.Value, AccountId = account, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = _app.Clock.GetUtcNow() }, "administration");

    private async Task<Answer> PressAsync(string decision, string document, string kept = "", int version = 0, Site? site = null, string account = Administrator, string path = "/admin/settings", string? session = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var form = new Dictionary<string, string>
        {
            ["session"] = session ?? Session(site ?? _app.Acme, account),
            ["decision"] = decision,
            ["version"] = version.ToString(CultureInfo.InvariantCulture),
            ["document"] = document,
            ["kept-document"] = kept,
        };
        var answer = await _app.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) });
        Assert.Equal(expected, answer.StatusCode);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var shown = TextArea().Match(html) is { Success: true } area ? WebUtility.HtmlDecode(area.Groups["text"].Value) : Sent(html, "document");
        return new Answer(WebUtility.HtmlDecode(html), shown, Sent(html, "kept-document"));
    }

    private static string Sent(string html, string name) => WebUtility.HtmlDecode(Regex.Match(html, $"name=\"{name}\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["value"].Value);

    [GeneratedRegex("<textarea[^>]*name=\"document\"[^>]*>(?<text>[^<]*)</textarea>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TextArea();

    /// <param name="Html">As a browser reads it.</param>
    private sealed record Answer(string Html, string Document, string Kept);
}
