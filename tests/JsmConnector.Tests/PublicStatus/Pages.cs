using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using JsmConnector.PublicStatus;
using JsmConnector.PublicStatus.Html;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.Tests.PublicStatus;

/// <summary>Pages as the loader puts them together, at noon of 24 November 2026 UTC.</summary>
internal static class Pages
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10"));

    public static PublicPage With(ComponentStatus email, params PageIncident[] incidents) => new()
    {
        Id = "page00000000",
        Root = "/status/acme",
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

    /// <summary>English, seen from its first document.</summary>
    public static PageView View(this PublicPage page) => new(page, Language.Of("en"), "");

    public static PublicPage Grouped(this PublicPage page, params PageGroupSettings[] groups) => page with { Groups = PageGroup.Of(page.Id, groups, page.Components) };

    public static PublicPage And(this PublicPage page, string id, string name, ComponentStatus status) => page with
    {
        Components =
        [
            .. page.Components,
            new PageComponent(new PublishedComponent
            {
                InstallationId = Site, PageId = "main", PublicId = id, Name = name, Position = 9, Status = status.Name(), CreatedAt = Now.AddDays(-10), UpdatedAt = Now,
            }, Uptime.Of(Now.AddDays(-10), [(Now.AddHours(-1), status)], Now)),
        ],
    };

    public static PageIncident Maintenance(string stage, string title = "Database upgrade")
    {
        var row = new PublishedIncident
        {
            InstallationId = Site,
            PageId = "main",
            PublicId = "maintenance0",
            Title = title,
            Stage = stage,
            Impact = "maintenance",
            StartedAt = Now.AddHours(2),
            ScheduledFor = Now.AddHours(2),
            ScheduledUntil = Now.AddHours(4),
            CreatedAt = Now.AddDays(-1),
            UpdatedAt = Now.AddDays(-1),
            ComponentIds = ["email0000000"],
        };
        return new PageIncident(row, [new PublishedUpdate
        {
            InstallationId = Site, PageId = "main", PublicId = "maintwords00", IncidentId = row.PublicId, Number = 1, Stage = stage, Words = "E-mail; calm, as \\ever", DisplayAt = Now.AddDays(-1),
        }]);
    }

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
