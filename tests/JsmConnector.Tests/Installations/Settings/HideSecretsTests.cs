using System.Text.Json;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Installations.Settings;

public sealed class HideSecretsTests
{
    private const string Hidden = "hidden-9F";

    [Theory]
    [InlineData("""{"statusPages":[{"apiKey":"hidden-9F","id":"sp"}]}""", """{"statusPages":[{"apiKey":"***1","id":"sp"}]}""")]
    [InlineData("{ \"STATUSPAGES\" : [ { \"ApiKey\"\t:\r\n \"hidden-9F\" } ] }", "{ \"STATUSPAGES\" : [ { \"ApiKey\"\t:\r\n \"***1\" } ] }")]
    [InlineData("""{"words":{"company":"Größe 😀"},"postmortems":{"publishing":{"confluence":{"token":"hidden-9F"}}}}""", """{"words":{"company":"Größe 😀"},"postmortems":{"publishing":{"confluence":{"token":"***1"}}}}""")]
    [InlineData("""{"channels":[{"secrets":{"a":"hidden-9F","b":"***","c":"","d":4711}}]}""", """{"channels":[{"secrets":{"a":"***1","b":"***","c":"","d":"***2"}}]}""")]
    [InlineData("""{"channels":[{"secrets":{"a":{"b":["hidden-9F"]}},"options":{"token":"public"}}]}""", """{"channels":[{"secrets":{"a":{"b":["***1"]}},"options":{"token":"public"}}]}""")]
    [InlineData("""{"channels":[{"options":{"url":"hidden-9F"},"kind":"slack-webhook"}]}""", """{"channels":[{"options":{"url":"***1"},"kind":"slack-webhook"}]}""")]
    [InlineData("""{"statusPages":[{"apiKye":"hidden-9F","titel":"shown"}],"password":"hidden-9F"}""", """{"statusPages":[{"apiKye":"***1","titel":"shown"}],"password":"***2"}""")]
    [InlineData("""{"statusPages":{"sp":{"apiKey":"hidden-9F"}}}""", """{"statusPages":{"sp":{"apiKey":"***1"}}}""")]
    [InlineData("""{"apiKey":"hidden-9F","apiKey":"hidden-9F"}""", """{"apiKey":"***1","apiKey":"***2"}""")]
    [InlineData("""{"statusPages":[{"components":{"Token":"abc"},"page":{"descriptions":{"API key":"of customers"}}}]}""", """{"statusPages":[{"components":{"Token":"abc"},"page":{"descriptions":{"API key":"of customers"}}}]}""")]
    public void In_a_document_secrets_go_by_their_place_and_the_text_around_them_stays_as_it_is(string typed, string shown)
    {
        var hidden = In(typed);

        Assert.Equal((shown, true), (hidden.Text, hidden.IsRead));
        Assert.DoesNotContain(Hidden, hidden.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "id": "one" "apiKey": "hidden-9F" }""", """{ "id": "one" "apiKey": "***1" }""")]
    [InlineData("""{ "apiKey": hidden-9F }""", """{ "apiKey": ***1 }""")]
    [InlineData("""{ "apiKey": hidden-9F, "page": { "title": "Acme" } """, """{ "apiKey": ***1, "page": { "title": "Acme" } """)]
    [InlineData("""{ "apiKey: "hidden-9F", "id": "sp" }""", """{ "apiKey: "***1", "id": "sp" }""")]
    [InlineData("""{ apiKey": "hidden-9F", "id": "sp" }""", """{ apiKey": "***1", "id": "sp" }""")]
    [InlineData("""{ "apiKey" "hidden-9F", "id": "sp" }""", """{ "apiKey" "***1", "id": "sp" }""")]
    [InlineData("""{ 'apiKey': 'hidden-9F', 'id': 'sp' }""", """{ 'apiKey': '***1', 'id': 'sp' }""")]
    [InlineData("""{ "apiKey": ""hidden-9F", "id": "sp" }""", """{ "apiKey": ""***1", "id": "sp" }""")]
    [InlineData("""{ "apiKey": "ab"hidden-9F", "id": "sp" }""", """{ "apiKey": "***1", "id": "sp" }""")]
    [InlineData("{ \"apiKey\": \"hidden-9F,\r\n  \"id\": \"sp\" }", "{ \"apiKey\": \"***1,\r\n  \"id\": \"sp\" }")]
    [InlineData("{ \"apiKey\":\n    \"hidden-9F\"\n", "{ \"apiKey\":\n    \"***1\"\n")]
    [InlineData("apiKey = hidden-9F\nid = sp", "apiKey = ***1\nid = sp")]
    [InlineData("""{ "secrets": { "url": "hidden-9F", "b": hidden-9F, "c": "" }, "id" "x" }""", """{ "secrets": { "url": "***1", "b": ***2, "c": "" }, "id" "x" }""")]
    [InlineData("""{ "secrets": { url: https://hidden-9F/x?y=1 } "id": "x" }""", """{ "secrets": { url: ***1 } "id": "x" }""")]
    [InlineData("""{ "secrets": "url": "hidden-9F" }, "id": "x" """, """{ "secrets": "url": "***1" }, "id": "x" """)]
    [InlineData("""{ "secrets": [ "hidden-9F" ], "id" "x" }""", """{ "secrets": [ "***1" ], "id" "x" }""")]
    [InlineData("""{ "secrtes": { "url": "hidden-9F" } "id" "x" }""", """{ "secrtes": { "url": "***1" } "id" "x" }""")]
    [InlineData("""{ "secrets": { "url": "hidden-9F" """, """{ "secrets": { "url": "***1" """)]
    [InlineData("""{ "apiKey": "", "kind": "token" "title": "the key: of it", "token": "***", "x" }""", """{ "apiKey": "", "kind": "token" "title": "the key: of it", "token": "***", "x" }""")]
    [InlineData("internal", "internal")]
    [InlineData("", "")]
    public void What_is_no_JSON_yet_is_searched_for_names_that_sound_like_secrets(string typed, string shown)
    {
        var hidden = In(typed);

        Assert.Equal((shown, false), (hidden.Text, hidden.IsRead));
    }

    [Fact]
    public void A_stand_in_is_used_once_and_what_is_taken_out_of_the_text_is_kept_no_more()
    {
        var first = In("""{"channels":[{"secrets":{"a":"x1","b":"x2"}}]}""");
        var second = HideSecrets.In("""{"channels":[{"secrets":{"a":"***2","b":"x3","c":"***9"}}]}""", first.Kept, (_, _) => false);

        Assert.Equal("""{"channels":[{"secrets":{"a":"***2","b":"***10","c":"***9"}}]}""", second.Text);
        Assert.Equal([("***10", "x3"), ("***2", "x2")], second.Kept.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_secret_that_the_settings_know_is_found()
    {
        var settings = new InstallationSettings
        {
            StatusPages = [new() { Id = "sp", Provider = "statuspage", ApiKey = Hidden }],
            Channels = [new() { Id = "c", Kind = "slack", Secrets = new Dictionary<string, string> { ["any"] = Hidden } }],
            Postmortems = new() { Publishing = new() { Confluence = new() { Token = Hidden } } },
        };

        Assert.Equal(3, SecretPlaces.Of(JsonSerializer.SerializeToElement(settings, SettingsJson.Options), (_, _) => false).Count(place => place.IsSecret));
        Assert.DoesNotContain(Hidden, JsonSerializer.Serialize(SettingsSecrets.Masked(settings), SettingsJson.Options), StringComparison.Ordinal);
        Assert.Equal(settings.Channels[0].Secrets, SettingsSecrets.Fill(settings with { Channels = [settings.Channels[0] with { Secrets = new Dictionary<string, string> { ["any"] = "***4" } }] }, new Dictionary<string, string> { ["***4"] = Hidden }).Channels[0].Secrets);
    }

    [Fact]
    public void A_long_line_of_quotation_marks_and_spaces_takes_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var part in new[] { "\"apiKey\" ", "   \n", "\"secrets\": { \"", "\\", "apiKey:\"", "{", "'\"," })
            In("{" + string.Concat(Enumerable.Repeat(part, 300_000 / part.Length)));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    private static HiddenSecrets In(string typed) => HideSecrets.In(typed, new Dictionary<string, string>(), (kind, name) => kind == "slack-webhook" && name == "url");
}
