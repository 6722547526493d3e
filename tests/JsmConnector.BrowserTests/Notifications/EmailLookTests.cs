using JsmConnector.Incidents;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Channels.Email;
using JsmConnector.Platform.Languages;
using Microsoft.Playwright;
using MimeKit;

namespace JsmConnector.BrowserTests.Notifications;

/// <summary>Messages as a mail program shows them, in the light and in the dark, wide and on a phone.</summary>
public sealed class EmailLookTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 2, 0, TimeSpan.Zero);

    private static readonly Notice Update = new()
    {
        Id = "0193a2b4c5d6",
        Incident = "abc123",
        Audience = "customers",
        Language = Language.Of("en"),
        Title = "Problem with Email and Calendar",
        Stage = Stage.Identified,
        Severity = Severity.Major,
        Text = "We know what is causing the problem with Email and Calendar and are working on it. Cause: a storage system that ran full. What you can do meanwhile: use the mobile app. Next update by 12:45 UTC.",
        SaidAt = Noon,
        NextUpdateAt = Noon.AddMinutes(43),
        Number = 2,
        Link = "https://status.example.com/incidents/abc123",
        Reader = new ReaderLinks("", "https://app.example.com/readers/manage?token=x", "https://app.example.com/readers/leave?token=x"),
    };

    public static TheoryData<string> Messages => ["update", "correction", "list", "german"];

    [Theory, MemberData(nameof(Messages))]
    public async Task It_can_be_read_in_the_light_and_in_the_dark(string message)
    {
        var html = EmailMessage.Of(Of(message), new MailboxAddress("Acme status", "status@acme.example"), "ada@example.com").HtmlBody!;
        foreach (var (suffix, scheme, width) in new[] { ("light", ColorScheme.Light, 800), ("dark", ColorScheme.Dark, 800), ("360", ColorScheme.Light, 360) })
        {
            var page = await chromium.OpenAsync(new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 600 } });
            await page.SetContentAsync(html);
            // The ground of the mail program, which a message leaves as it is.
            await page.AddStyleTagAsync(new() { Content = "html { background: Canvas }" });

            Assert.Equal([], await Axe.FaultsAsync(page.MainFrame));
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), $"{message}, {suffix}: wider than the screen.");
            await Screenshots.TakeAsync(page, $"email-{message}-{suffix}");
            await page.Context.CloseAsync();
        }
    }

    private static Notice Of(string message) => message switch
    {
        "correction" => Update with { CorrectionOf = 1, Number = 3, Text = "We said: no mail is lost. In fact: some mail sent between 11:40 and 11:52 UTC was not delivered. What this means for you: please send it again. Next update by 12:45 UTC." },
        "list" => Update with { Audience = "core", IssueKey = "OPS-7", Text = "OPS-7: cause known, fix under way, severity 2.\n- Services: Email and Calendar.\n- Cause: the volume of the mail store is full.\n- Fix: moving old logs away.\n- By: Ada.\n- Customers read: We know what is causing it.\n\nNext update by 12:45 UTC." },
        "german" => Update with { Language = Language.Of("de"), Title = "Problem mit Email und Calendar", Text = "Wir kennen die Ursache des Problems mit Email und Calendar und arbeiten an der Behebung. Nächste Nachricht bis 12:45 UTC." },
        _ => Update,
    };
}
