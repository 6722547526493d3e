using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Operators.Commands;

namespace JsmConnector.IntegrationTests.Operators;

/// <summary>`dotnet JsmConnector.dll installations …` and `operators …`.</summary>
public sealed partial class CommandLineTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Fact]
    public async Task A_site_is_added_listed_rotated_and_removed()
    {
        var url = $"http://127.0.0.1:7100/{Guid.NewGuid():N}";
        var added = await RunAsync(0, "installations", "add", url);
        var site = new SignedSite(new(Guid.Parse(Id().Match(added).Value)), "", Secret().Match(added).Groups["secret"].Value);
        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, TicketEvent.Of("71001").ToJsonString())).StatusCode);

        var listed = await RunAsync(0, "installations", "list");
        Assert.Contains(site.Id.ToString(), listed, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Secret, listed, StringComparison.Ordinal);

        var rotated = Secret().Match(await RunAsync(0, "installations", "rotate", site.Id.ToString())).Groups["secret"].Value;
        Assert.Equal(HttpStatusCode.NoContent, (await site.TellAsync(app, TicketEvent.Of("71002").ToJsonString(), secret: rotated)).StatusCode);

        await RunAsync(0, "installations", "remove", url);
        Assert.Equal(HttpStatusCode.Unauthorized, (await site.TellAsync(app, TicketEvent.Of("71003").ToJsonString(), secret: rotated)).StatusCode);
    }

    [Fact]
    public async Task A_token_is_asked_for_and_never_repeated()
    {
        var site = await SignedSite.AddAsync(app, $"http://127.0.0.1:7101/{Guid.NewGuid():N}");

        // Nobody answers at that address, and the command says so.
        var said = await RunAsync(1, "installations", "token", site.ShortName, "personal");

        Assert.DoesNotContain("typed-secret", said, StringComparison.Ordinal);
        Assert.NotEmpty(said);
    }

    [Theory]
    [InlineData(64, "installations")]
    [InlineData(64, "installations", "delete", "acme")]
    [InlineData(1, "installations", "rotate", "nobody-has-this-name")]
    [InlineData(1, "installations", "add", "https://jira.acme.example")]
    public async Task What_is_not_possible_is_explained(int code, params string[] words) => Assert.NotEmpty(await RunAsync(code, words));

    [Fact]
    public async Task A_link_signs_in() =>
        Assert.Matches(@"https://app\.example\.com/operator/sign-in\?token=[A-Za-z0-9_-]{43}", await RunAsync(0, "operators", "link"));

    [Fact]
    public void Settings_alone_start_the_app()
    {
        Assert.False(CommandLine.IsCommand([]));
        Assert.False(CommandLine.IsCommand(["--urls=http://127.0.0.1:0"]));
        Assert.True(CommandLine.IsCommand(["installations", "list"]));
        Assert.Equal(["--App:BaseUrl=https://x.example"], CommandLine.SettingsOf(["operators", "link", "--App:BaseUrl=https://x.example"]));
    }

    private async Task<string> RunAsync(int code, params string[] words)
    {
        using var said = new StringWriter();
        var line = new CommandLine(said, said, _ => "typed-secret");

        var answer = await line.RunAsync(app.App.Services, words, TestContext.Current.CancellationToken);

        Assert.True(code == answer, $"{answer}: {said}");
        return said.ToString();
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}", RegexOptions.None, 1000)]
    private static partial Regex Id();

    [GeneratedRegex(@"Secret\s+(?<secret>[A-Za-z0-9_-]{43})", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
