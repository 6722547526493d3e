using System.Net;

namespace JsmConnector.Tests.AtlassianConnect.Forge;

public sealed class ForgeKeysTests : IAsyncLifetime
{
    private FakeForge _forge = null!;
    private ForgeSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await ForgeSite.StartAsync(_forge = await FakeForge.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _forge.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_read_once_for_many_calls()
    {
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CallAsync())), status => Assert.Equal(HttpStatusCode.OK, status));

        Assert.Equal(1, _forge.Asked);
    }

    [Fact]
    public async Task A_roll_over_is_noticed_by_the_first_token_of_the_new_key()
    {
        await CallAsync();
        _site.Clock.Advance(TimeSpan.FromMinutes(2));
        _forge.RollOver();

        Assert.Equal(HttpStatusCode.OK, await CallAsync());
        Assert.Equal(2, _forge.Asked);
    }

    [Fact]
    public async Task Unknown_key_ids_make_us_ask_once_a_minute()
    {
        for (var number = 0; number < 10; number++)
            Assert.Equal(HttpStatusCode.Unauthorized, await CallAsync($"made-up-{number}"));
        Assert.Equal(1, _forge.Asked);

        _site.Clock.Advance(TimeSpan.FromSeconds(61));
        await CallAsync("made-up");
        Assert.Equal(2, _forge.Asked);
    }

    [Theory]
    [InlineData(KeyServerMood.NotFound)]
    [InlineData(KeyServerMood.Broken)]
    [InlineData(KeyServerMood.Slow)]
    [InlineData(KeyServerMood.Huge)]
    [InlineData(KeyServerMood.Redirecting)]
    [InlineData(KeyServerMood.Rubbish)]
    public async Task A_key_server_that_gives_no_good_answer_means_come_again_and_never_come_in(KeyServerMood mood)
    {
        _forge.Mood = mood;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CallAsync());
        Assert.Equal(0, _site.Admitted);

        (_forge.Mood, var asked) = (KeyServerMood.Fine, _forge.Asked);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CallAsync());
        Assert.Equal(asked, _forge.Asked);
        _site.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(HttpStatusCode.OK, await CallAsync());
    }

    [Fact]
    public async Task While_the_key_server_is_away_the_last_keys_count_for_a_day()
    {
        await CallAsync();
        _forge.Mood = KeyServerMood.Broken;

        _site.Clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal(HttpStatusCode.OK, await CallAsync());
        _site.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await CallAsync());
    }

    private async Task<HttpStatusCode> CallAsync(string? keyId = null)
    {
        using var answer = await _site.EventAsync(_forge.Sign(_site.Claims(), keyId: keyId));
        return answer.StatusCode;
    }
}
