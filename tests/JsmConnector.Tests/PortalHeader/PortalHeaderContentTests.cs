using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalHeader;
using JsmConnector.Tests.Platform.Html;

namespace JsmConnector.Tests.PortalHeader;

public sealed class PortalHeaderContentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 8, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_visitor_reads_severity_title_words_components_and_the_promise()
    {
        var html = await RenderAsync(Announce(1, "Problem with Email", "Email"));

        Assert.Contains("tone-major", html, StringComparison.Ordinal);
        Assert.Contains("✕", html, StringComparison.Ordinal);
        Assert.Contains("Major outage", html, StringComparison.Ordinal);
        Assert.Contains("<h2>Problem with Email</h2>", html, StringComparison.Ordinal);
        Assert.Contains("We are looking into it.", html, StringComparison.Ordinal);
        Assert.Contains("14:30 UTC</time>", html, StringComparison.Ordinal);
        Assert.Contains("(in 22 min)", html, StringComparison.Ordinal);
        Assert.Contains("href=\"https://app.example/status/acme\" target=\"_blank\" rel=\"noopener\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_portal_announces_what_touches_its_components_and_one_without_a_rule_everything()
    {
        IReadOnlyList<PortalAnnouncement> all = [Announce(1, "Problem with Email", "Email"), Announce(2, "Problem with Payroll", "Payroll")];
        var rules = new RuleSettings { Portals = [new PortalRule { Portal = "2", Components = ["payroll"] }, new PortalRule { Portal = "3" }] };

        Assert.Equal(["Problem with Payroll"], ShownOnPortal.Of(all, rules, "2").Select(announcement => announcement.Title));
        Assert.Empty(ShownOnPortal.Of(all, rules, "3"));
        Assert.Equal(2, ShownOnPortal.Of(all, rules, "4").Count);
        Assert.Equal(2, ShownOnPortal.Of(all, rules, null).Count);
        Assert.Equal(["rules.portals[0].portal", "rules.portals[0].components"], RuleMistakes.Of(new RuleSettings { Portals = [new PortalRule { Portal = "HR", Components = [" "] }] }).Select(mistake => mistake.Field));
    }

    [Fact]
    public async Task When_all_is_well_there_is_no_content_at_all() => Assert.Equal("", (await RenderAsync()).Trim());

    [Fact]
    public async Task The_worst_incident_comes_first_and_what_ended_comes_last()
    {
        var over = Announce(1, "Over");
        over.Stage = Stage.Resolved;
        over.EndedAt = Now.AddMinutes(-5);

        var html = await RenderAsync(over, Announce(3, "Slow"), Announce(1, "Down"));

        Assert.True(html.IndexOf("<h2>Down", StringComparison.Ordinal) < html.IndexOf("<h2>Slow", StringComparison.Ordinal));
        Assert.True(html.IndexOf("<h2>Slow", StringComparison.Ordinal) < html.IndexOf("<h2>Over", StringComparison.Ordinal));
        Assert.Contains("tone-good", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(22, "promise \"", "(in 22 min)")]
    [InlineData(4, "promise-soon", "(in 4 min)")]
    [InlineData(-3, "promise-late", "(3 min late)")]
    public async Task A_promise_turns_amber_when_due_and_says_late_when_late(int minutes, string style, string distance)
    {
        var announcement = Announce(2, "Problem");
        announcement.NextUpdateAt = Now.AddMinutes(minutes);

        var html = await RenderAsync(announcement);

        Assert.Contains(style, html, StringComparison.Ordinal);
        Assert.Contains(distance, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_component_with_a_worse_state_elsewhere_says_so()
    {
        var html = await RenderAsync(Announce(3, "Slow", "Email"), Announce(1, "Down", "Email"));

        var slow = html[html.IndexOf("<h2>Slow", StringComparison.Ordinal)..];
        Assert.Contains("Major outage", slow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_three_incidents_fold()
    {
        var html = await RenderAsync([.. Enumerable.Range(1, 5).Select(n => Announce(2, $"Problem {n}"))]);

        Assert.Equal(4, html.Split("<h2>").Length);
        Assert.Contains("2 more notices", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_names_arrive_as_text()
    {
        var html = await RenderAsync(Announce(1, "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>"));

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    private static PortalAnnouncement Announce(int severity, string title, params string[] components) => new()
    {
        InstallationId = new(Guid.NewGuid()),
        IncidentId = new(Guid.NewGuid()),
        PublicId = PublicId.Of(Guid.NewGuid()),
        Title = title,
        Stage = Stage.Investigating,
        Severity = new Severity(severity),
        Words = "We are looking into it.",
        Components = [.. components],
        NextUpdateAt = Now.AddMinutes(22),
        StartedAt = Now.AddMinutes(-30),
        PublishedAt = Now.AddMinutes(-12),
        StatusPagePath = "/status/acme",
    };

    [Fact]
    public async Task Above_the_form_stands_what_is_known_with_the_way_to_follow_it()
    {
        var (open, over) = (Announce(1, "Problem with Email", "Email"), Announce(1, "Over"));
        (over.Stage, over.EndedAt) = (Stage.Resolved, Now.AddMinutes(-5));

        var html = await KnownAsync(open, over);

        Assert.Contains("We already know about this", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"https://app.example/status/acme/incidents/{open.PublicId}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Over", html, StringComparison.Ordinal);
        Assert.Equal("", (await KnownAsync(over)).Trim());
    }

    [Fact]
    public void The_line_at_the_foot_says_what_the_header_says()
    {
        var over = Announce(1, "Over");
        (over.Stage, over.EndedAt) = (Stage.Resolved, Now.AddMinutes(-5));

        Assert.Equal(new PortalFooterModel(JsmConnector.Platform.Html.Tone.Good, "All systems operational", "https://app.example/status/acme"), FooterOf(over));
        Assert.Equal((JsmConnector.Platform.Html.Tone.Degraded, "Slow"), (FooterOf(Announce(3, "Slow"), over).Tone, FooterOf(Announce(3, "Slow"), over).Text));
        Assert.Equal(new PortalFooterModel(JsmConnector.Platform.Html.Tone.Major, "Down", "https://app.example/status/acme", 1), FooterOf(Announce(3, "Slow"), Announce(1, "Down")));
    }

    private static Task<string> KnownAsync(params PortalAnnouncement[] announcements) =>
        Rendered.OfAsync<KnownIncidentsContent, PortalHeaderModel>(PortalHeaderModel.Of(announcements, "https://app.example/", Now));

    private static PortalFooterModel FooterOf(params PortalAnnouncement[] announcements) =>
        PortalFooterModel.Of(PortalHeaderModel.Of(announcements, "https://app.example/", Now), "https://app.example/status/acme");

    private static Task<string> RenderAsync(params PortalAnnouncement[] announcements) =>
        Rendered.OfAsync<PortalHeaderContent, PortalHeaderModel>(PortalHeaderModel.Of(announcements, "https://app.example/", Now));
}
