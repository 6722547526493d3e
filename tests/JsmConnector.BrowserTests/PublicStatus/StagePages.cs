using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.PublicStatus;
using JsmConnector.StatusPages.Providers.Builtin;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>A page in its states, as the loader puts it together, around the time of now.</summary>
internal static class StagePages
{
    private static readonly InstallationId Site = new(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10"));
    private static readonly string[] Names = ["Email", "Calendar", "Chat", "Video calls", "File storage", "Website", "Public API"];

    public static IReadOnlyDictionary<string, Func<DateTimeOffset, PublicPage>> All { get; } = new Dictionary<string, Func<DateTimeOffset, PublicPage>>(StringComparer.Ordinal)
    {
        ["calm"] = now => Calm(now),
        ["incident"] = now => Calm(now, ComponentStatus.MajorOutage) with { Incidents = [Incident(now, "identified", 0), Incident(now, "resolved", 2), Incident(now, "resolved", 9)], IncidentCount = 3 },
        ["maintenance"] = now => Calm(now, ComponentStatus.UnderMaintenance) with { Maintenances = [Maintenance(now, "in_progress", -1), Maintenance(now, "scheduled", 30)] },
        ["large"] = now => Large(now, 200),
        ["hostile"] = Hostile,
    };

    public static PublicPage Calm(DateTimeOffset now, ComponentStatus email = ComponentStatus.Operational)
    {
        PageComponent[] components = [.. Names.Select((name, index) => Component(now, name, index, index == 0 ? email : ComponentStatus.Operational))];
        return Empty(now) with
        {
            Components = components,
            Groups = PageGroup.Of("page00000000", [new() { Name = "Mail", Components = ["Email", "Calendar"] }, new() { Name = "Meetings", Components = ["Chat"], Groups = [new() { Name = "Video", Components = ["Video calls"] }] }], components),
            Incidents = [Incident(now, "resolved", 2)],
            IncidentCount = 1,
        };
    }

    private static PublicPage Large(DateTimeOffset now, int count)
    {
        PageComponent[] components = [.. Enumerable.Range(0, count).Select(index => Component(now, $"Service {index:000}", index, index == 17 ? ComponentStatus.PartialOutage : ComponentStatus.Operational))];
        var groups = Enumerable.Range(0, 8).Select(group => new PageGroupSettings { Name = $"Region {group}", Components = [.. Enumerable.Range(group * 20, 20).Select(index => $"Service {index:000}")] });
        return Empty(now) with { Components = components, Groups = PageGroup.Of("page00000000", [.. groups], components) };
    }

    /// <summary>What somebody may write who means no good: markup, a Markdown bomb, no blank in 25,000 characters, marks that turn the direction.</summary>
    private static PublicPage Hostile(DateTimeOffset now)
    {
        const string Text = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">[x](javascript:alert(1)) \u202e ]]> {{constructor}} ";
        var words = Text + new string('[', 8_000) + new string('x', 16_000);
        var incident = Incident(now, "identified", 0, words);
        incident.Row.Title = Text;
        PageComponent[] components = [Component(now, Text, 0, ComponentStatus.MajorOutage), Component(now, new string('W', 250), 1, ComponentStatus.Operational)];
        return Empty(now) with { Components = components, Incidents = [incident], IncidentCount = 1, Maintenances = [Maintenance(now, "scheduled", 30, Text)] };
    }

    private static PublicPage Empty(DateTimeOffset now) => new()
    {
        Id = "page00000000",
        Root = "",
        Name = "Acme Cloud",
        Url = "https://status.acme.example",
        Settings = PageSettings.Default with { About = "Services of Acme for customers in Europe." },
        Version = 1,
        UpdatedAt = now.AddMinutes(-12),
        Now = now,
        Components = [],
        Incidents = [],
        Ways = ["email", "webhook", "slack", "teams", "push"],
    };

    private static PageComponent Component(DateTimeOffset now, string name, int index, ComponentStatus status)
    {
        var since = now.AddDays(index % 7 == 6 ? -40 : -300);
        List<(DateTimeOffset At, ComponentStatus Status)> changes = [];
        foreach (var day in new[] { 70, 41, 12 }.Select(day => day + index * 3).Where(day => day < 88))
        {
            changes.Insert(0, (now.AddDays(-day).AddHours(1), ComponentStatus.Operational));
            changes.Insert(0, (now.AddDays(-day), day % 2 == 0 ? ComponentStatus.MajorOutage : ComponentStatus.DegradedPerformance));
        }
        changes.Sort((left, right) => left.At.CompareTo(right.At));
        if (status != ComponentStatus.Operational)
            changes.Add((now.AddMinutes(-38), status));
        var row = new PublishedComponent { InstallationId = Site, PageId = "main", PublicId = $"component{index:000}", Name = name, Position = index, Status = status.Name(), CreatedAt = since, UpdatedAt = now };
        return new PageComponent(row, Uptime.Of(since, changes, now)) { Description = index == 0 ? "Sending and receiving" : null };
    }

    private static PageIncident Incident(DateTimeOffset now, string stage, int daysAgo, string? words = null)
    {
        var (start, isOpen) = (now.AddDays(-daysAgo).AddMinutes(-38), stage != "resolved");
        var row = new PublishedIncident
        {
            InstallationId = Site,
            PageId = "main",
            PublicId = $"incident{daysAgo:0000}",
            Title = "Problem with Email",
            Stage = stage,
            Impact = "critical",
            StartedAt = start,
            ResolvedAt = isOpen ? null : start.AddMinutes(52),
            NextUpdateAt = isOpen ? now.AddMinutes(22) : null,
            CreatedAt = start,
            UpdatedAt = start,
            ComponentIds = ["component000"],
        };
        string[] said = ["We are looking into a problem with Email.", words ?? "We know what is behind it and are working on it. Messages are delayed; none are lost."];
        return new PageIncident(row, [.. said.Select((text, index) => Update(row, index + 1, index == 0 ? "investigating" : stage, text, start.AddMinutes(2 + index * 20))).Reverse()]);
    }

    private static PageIncident Maintenance(DateTimeOffset now, string stage, int hours, string title = "Database upgrade")
    {
        var row = new PublishedIncident
        {
            InstallationId = Site,
            PageId = "main",
            PublicId = $"planned{Math.Abs(hours):00000}",
            Title = title,
            Stage = stage,
            Impact = "maintenance",
            StartedAt = now.AddHours(hours),
            ScheduledFor = now.AddHours(hours),
            ScheduledUntil = now.AddHours(hours + 2),
            CreatedAt = now.AddDays(-2),
            UpdatedAt = now.AddDays(-2),
            ComponentIds = ["component000"],
        };
        return new PageIncident(row, [Update(row, 1, stage, "Email can be slow for some minutes.", now.AddDays(-2))]);
    }

    private static PublishedUpdate Update(PublishedIncident row, int number, string stage, string words, DateTimeOffset at) => new()
    {
        InstallationId = Site,
        PageId = "main",
        PublicId = $"u{row.PublicId[..6]}{number:00000}",
        IncidentId = row.PublicId,
        Number = number,
        Stage = stage,
        Words = words,
        DisplayAt = at,
        NextUpdateAt = row.NextUpdateAt,
        Affected = """[{"Code":"component000","Name":"Email","OldStatus":"operational","NewStatus":"major_outage"}]""",
    };
}
