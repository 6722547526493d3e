using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.Tests.PublicStatus;

/// <summary>Pages as the loader puts them together, at noon of 24 November 2026 UTC.</summary>
internal static class Pages
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10"));

    public static PublicPage With(ComponentStatus email, params PageIncident[] incidents) => new()
    {
        Address = "acme",
        Name = "Acme",
        Url = "https://status.example.com/status/acme",
        Version = 1,
        UpdatedAt = Now,
        Now = Now,
        Incidents = incidents,
        Components = [new PageComponent(new PublishedComponent
        {
            InstallationId = Site, PageId = "main", PublicId = "email0000000", Name = "Email", Position = 1, Status = email.Name(), CreatedAt = Now.AddDays(-200), UpdatedAt = Now,
        }, Uptime.Of(Now.AddDays(-200), [(Now.AddHours(-1), email)], Now))],
    };

    public static PageIncident Incident(Stage stage, int daysAgo, params string[] words)
    {
        var startedAt = Now.AddDays(-daysAgo).AddHours(-1);
        var row = new PublishedIncident
        {
            InstallationId = Site,
            PageId = "main",
            PublicId = "incident0000",
            Title = "Problem with Email",
            Stage = stage.Name(),
            Impact = "major",
            StartedAt = startedAt,
            ResolvedAt = stage.IsOpen() ? null : startedAt.AddMinutes(30),
            NextUpdateAt = stage.IsOpen() ? Now.AddMinutes(22) : null,
            CreatedAt = startedAt,
            UpdatedAt = startedAt,
            ComponentIds = ["email0000000"],
        };
        return new PageIncident(row, [.. words.Select((text, index) => new PublishedUpdate
        {
            InstallationId = Site, PageId = "main", PublicId = $"update{index:000000}", IncidentId = row.PublicId, Number = index + 1, Stage = row.Stage, Words = text, DisplayAt = startedAt,
        }).Reverse()]);
    }
}
