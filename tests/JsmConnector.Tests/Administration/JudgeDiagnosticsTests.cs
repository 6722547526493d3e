using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Diagnostics;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.Administration;

public sealed class JudgeDiagnosticsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_site_that_is_well_has_nothing_to_mend() =>
        Assert.DoesNotContain(JudgeDiagnostics.Judge(Well), finding => finding.Tone is Tone.Degraded or Tone.Major || finding.Mend is not null);

    [Theory]
    [InlineData(InstallationState.Disabled, "Switch it on")]
    [InlineData(InstallationState.Uninstalled, "Install the app again")]
    public void A_site_that_is_off_is_told_how_to_come_back(InstallationState state, string mend) =>
        Assert.Contains(mend, Of(Well with { State = state }, "connection").Mend!.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(-95, "ahead of Jira")]
    [InlineData(95, "behind Jira")]
    public void A_clock_that_differs_is_named_with_its_direction(int seconds, string direction)
    {
        var finding = Of(Well with { ClockOfAnswers = new ClockReading(TimeSpan.FromSeconds(seconds), Now) }, "clock");

        Assert.Equal(Tone.Major, finding.Tone);
        Assert.Contains(direction, finding.What.ToString(), StringComparison.Ordinal);
        Assert.Contains("NTP", finding.Mend!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_of_days_is_told() =>
        Assert.Equal(Tone.Degraded, Of(Well with { Events = [new LastEvent("jira:issue_updated", 1, Now.AddDays(-4))] }, "events").Tone);

    [Fact]
    public void A_queue_that_stands_still_is_told_and_one_that_moves_is_not()
    {
        Assert.Equal(Tone.Degraded, Of(Well with { Inbox = new Depth(3, Now.AddMinutes(-6)) }, "inbox").Tone);
        Assert.Equal(Tone.Good, Of(Well with { Outbox = new Depth(3, Now.AddSeconds(-6)) }, "outbox").Tone);
    }

    [Fact]
    public void An_api_token_is_told_a_week_before_it_ends() =>
        Assert.Contains("Nightly", Of(Well with { ApiTokens = [new TokenAge("Nightly", Now.AddDays(-88), null, Now.AddDays(2))] }, "api-token").What.ToString(), StringComparison.Ordinal);

    [Fact]
    public void What_rests_at_Jira_is_told_with_its_end() =>
        Assert.Contains("“All calls” rests until 24 Nov 2026, 10:05 UTC", Of(Well with { Resting = [new RestingCall("site", Now.AddMinutes(5), 3, "jira-quota-tenant-based")] }, "jira-limits").What.ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_comparison_that_stands_still_is_told_with_its_reason()
    {
        Assert.Equal(Tone.Good, Of(Well with { Comparison = new ComparisonReading(Now.AddMinutes(-5), Now, 12, null) }, "comparison").Tone);
        Assert.Equal(Tone.Degraded, Of(Well with { Comparison = new ComparisonReading(Now.AddHours(-1), Now, 12, null) }, "comparison").Tone);
        Assert.Contains("quota", Of(Well with { Comparison = new ComparisonReading(Now, Now, 12, "Little of the quota is left.") }, "comparison").What.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_that_refuses_the_secret_is_told_what_follows() =>
        Assert.Contains("7 days", Of(Well with { ConnectRefusedSince = Now.AddDays(-1) }, "connect-refused").Mend!.ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_site_with_a_signed_webhook_is_told_of_a_missing_token_and_of_no_shared_secret()
    {
        var site = Well with { EventSource = EventSource.SignedWebhook, SignedWebhook = new SignedWebhookReading(Now.AddDays(-9), Now.AddHours(3), null) };

        Assert.Equal(Tone.Degraded, Of(site, "site-token").Tone);
        Assert.Contains("counts until", Of(site, "webhook-secret").What.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(JudgeDiagnostics.Judge(site), finding => finding.Code == "secret");
    }

    /// <summary>A code without a mend of its own would leave the administrator alone with it.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public void A_refusal_names_its_mend(string code)
    {
        var finding = Of(Well with { Refusals = [new RefusedTally(code, "connect", "/connect/webhooks", null, 2, Now.AddMinutes(-1))] }, "refusals");

        Assert.Contains(code, finding.What.ToString(), StringComparison.Ordinal);
        Assert.NotEqual(MendRefusal.Of("something else").ToString(), finding.Mend!.ToString());
    }

    /// <summary>Those of the doors, of a lifecycle call's body, and of what is refused before or behind the doors.</summary>
    public static TheoryData<string> Codes =>
    [
        .. Enum.GetValues<TokenRefusal>().Select(refusal => refusal.Code()),
        "client_key_mismatch", "app_key_mismatch", "product_not_jira", "event_type_mismatch", "base_url_not_allowed", "shared_secret_invalid", "client_key_invalid", "body_malformed",
        "request_malformed", "not_signed_in", "permission_denied", "visitor_not_allowed", "method_not_allowed", "body_too_slow", "body_encoding_not_taken", "too_many_requests",
        LastError.Event, LastError.Delivery, LastError.Uncertain,
    ];

    [Fact]
    public void A_finding_is_read_in_German_to_the_last_number()
    {
        var site = Well with
        {
            Inbox = new Depth(2000, Now.AddDays(-3)),
            Comparison = new ComparisonReading(Now.AddHours(-1), Now, 12, "Little of Jira's hourly quota is left: live incidents go first."),
        };

        Assert.Equal("2.000 Ereignisse aus Jira warten, das älteste seit 3 Tagen.", Of(site, "inbox").What.In("de"));
        Assert.Equal("Änderungen sind bis 24. Nov. 2026, 09:00 UTC bekannt. Vom stündlichen Kontingent in Jira ist wenig übrig: Laufende Störungen gehen vor.", Of(site, "comparison").What.In("de"));
        Assert.Equal("2,000 events from Jira waiting, the oldest for 3 days.", Of(site, "inbox").What.ToString());
    }

    [Theory]
    [InlineData(EventSource.Connect, "through Connect")]
    [InlineData(EventSource.Forge, "through Forge")]
    [InlineData(EventSource.SignedWebhook, "through a signed webhook")]
    public void The_last_installation_is_told_with_its_door(EventSource source, string door) =>
        Assert.Contains(door, Of(Well with { EventSource = source }, "installed").What.ToString(), StringComparison.Ordinal);

    private static Finding Of(DiagnosticFacts facts, string code) => JudgeDiagnostics.Judge(facts).Single(finding => finding.Code == code);

    private static DiagnosticFacts Well => new()
    {
        Now = Now,
        SiteUrl = "https://acme.atlassian.net",
        State = InstallationState.Enabled,
        InstalledAt = Now.AddDays(-90),
        LastInstalledAt = Now.AddDays(-3),
        PreviousSecretUntil = null,
        ExpectedAudiences = ["https://app.example.com"],
        Events = [new LastEvent("jira:issue_updated", 7, Now.AddMinutes(-2))],
        Inbox = new Depth(0, null),
        Outbox = new Depth(0, null),
        Failed = 0,
        Rejected = 0,
        ClockOfTokens = new ClockReading(TimeSpan.FromSeconds(-1), Now),
        ClockOfAnswers = null,
        Refusals = [],
        HeldBack = [],
        Next = [],
        ApiTokens = [],
        Comparison = new ComparisonReading(Now.AddMinutes(-5), Now, 12, null),
        SupersededAt = null,
    };
}
