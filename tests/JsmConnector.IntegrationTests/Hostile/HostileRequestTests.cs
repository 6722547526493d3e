using JsmConnector.Installations.ApiTokens;
using JsmConnector.IntegrationTests.WholeApp;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>Strangers at the door: each row is refused with its status, told once in the log without a secret, and changes nothing.</summary>
public sealed class HostileRequestTests(HostileWorld world) : IClassFixture<HostileWorld>
{
    private const string Begin = "<!-- hostile requests: written by HostileRequestTests -->";
    private const string End = "<!-- end of the hostile requests -->";

    public static TheoryData<string> Names => [.. HostileRequests.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_refused_told_once_and_changes_nothing(string name)
    {
        var row = HostileRequests.All.Single(row => row.Name == name);
        await row.Prepare(world);
        var before = await world.SnapshotAsync();
        world.Logs.Lines.Clear();
        world.Secrets.Clear();

        var status = await row.Attack(world);

        Assert.Equal(row.Status, status);
        // The line is written when the answer is on its way.
        for (var wait = 0; wait < 1_000 && row.Reason is not null && !Told().Any(); wait++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(row.Reason is null ? [] : [row.Reason], Told());
        Assert.Equal(before, await world.SnapshotAsync());
        foreach (var secret in world.Secrets.Concat([world.Acme.Secret, world.Rival.Secret, HostileWorld.NewSecret]).Where(secret => secret.Length > 20))
            Assert.DoesNotContain(world.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void There_are_at_least_sixty_and_no_two_alike()
    {
        Assert.InRange(HostileRequests.All.Count, 60, 500);
        Assert.Equal(HostileRequests.All.Count, HostileRequests.All.Select(row => row.Name).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Else every row above could pass because nothing comes in at all.</summary>
    [Fact]
    public async Task The_same_doors_are_open_to_honest_callers()
    {
        Assert.Equal(204, await world.WebhookAsync(world.WebhookToken.Signed(world.Acme.Secret)));
        Assert.Equal(204, await world.LifecycleAsync(world.InstallToken(clientKey: "client-honest").Signed(world.Keys.Key), new(HostileWorld.InstallBody(clientKey: "client-honest")) { ["baseUrl"] = "http://127.0.0.1:8" }));
        var token = await world.ApiTokenAsync(ApiTokenRight.Administer);
        Assert.Equal(200, await world.SendAsync(HttpMethod.Get, "/api/v1/settings", token.Text, scheme: "Bearer"));
    }

    /// <summary>Calls overtake one another on their way; what Jira signed last is what the site is.</summary>
    [Fact]
    public async Task An_uninstalled_that_a_new_installation_overtook_does_not_end_the_site()
    {
        const string ClientKey = "client-that-came-back";
        var body = new Dictionary<string, object?>(HostileWorld.InstallBody(clientKey: ClientKey), StringComparer.Ordinal) { ["baseUrl"] = "http://127.0.0.1:7" };
        Assert.Equal(204, await world.LifecycleAsync(world.InstallToken(clientKey: ClientKey).Signed(world.Keys.Key), body));

        var late = world.InstallToken("uninstalled", ClientKey).With("iat", world.Clock.GetUtcNow().AddSeconds(-20).ToUnixTimeSeconds());
        Assert.Equal(204, await world.LifecycleAsync(late.Signed(world.Keys.Key), new(body) { ["eventType"] = "uninstalled" }, "uninstalled"));

        var webhook = ForgedToken.For(ClientKey, "POST", Paths.Webhooks, world.Clock.GetUtcNow());
        Assert.Equal(204, await world.WebhookAsync(webhook.Signed(HostileWorld.NewSecret)));
        var uninstalled = world.InstallToken("uninstalled", ClientKey).With("iat", world.Clock.GetUtcNow().AddSeconds(2).ToUnixTimeSeconds());
        Assert.Equal(204, await world.LifecycleAsync(uninstalled.Signed(world.Keys.Key), new(body) { ["eventType"] = "uninstalled" }, "uninstalled"));
        Assert.Equal(401, await world.WebhookAsync(webhook.With("iat", world.Clock.GetUtcNow().AddSeconds(-1).ToUnixTimeSeconds()).Signed(HostileWorld.NewSecret)));
    }

    /// <summary>With UPDATE_GUIDE=1 the table is written instead.</summary>
    [Fact]
    public void The_table_in_the_guide_is_the_list_of_these_tests()
    {
        var guide = Path.Combine(RepositoryRoot(), "docs", "security.md");
        var text = File.ReadAllText(guide);
        var (begin, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var wanted = $"\n\n{HostileRequests.Table()}\n\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GUIDE") == "1")
            File.WriteAllText(guide, text[..begin] + wanted + text[end..]);
        else
            Assert.True(text[begin..end] == wanted, "The table of docs/security.md is not the list of the tests. Run this test with UPDATE_GUIDE=1.");
    }

    private IEnumerable<string> Told() => world.Logs.Lines.Where(line => line.StartsWith("Refused: ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]);

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JsmConnector.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
