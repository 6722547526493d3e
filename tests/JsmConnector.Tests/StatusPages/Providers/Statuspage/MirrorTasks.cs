using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.StatusPages;

namespace JsmConnector.Tests.StatusPages.Providers.Statuspage;

/// <summary>An incident on Email and Wiki, mirrored to a page that knows both.</summary>
internal static class MirrorTasks
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly InstallationId Site = new(Guid.Parse("0193b5d0-0000-7000-8000-000000000001"));
    public static readonly PublicComponent Email = new(new(Guid.NewGuid()), "Email", true);
    public static readonly PublicComponent Wiki = new(new(Guid.NewGuid()), "Wiki", true);

    public static PublicUpdate Said(Stage stage, string? words = null) =>
        new(new(Guid.NewGuid()), stage, words ?? $"We say {stage.Name()}.", Noon, null, null);

    /// <summary>A delivery of the newest update on its first attempt.</summary>
    public static MirrorTask Of(params PublicUpdate[] updates) => new(
        new DeliveryAttempt(new(Guid.NewGuid()), Site, Guid.NewGuid(), updates.LastOrDefault()?.Id.Value, "sp", 1, Noon),
        new StatusPageSettings
        {
            Id = "sp",
            Provider = "statuspage",
            PageId = "gytm4qzbx9t6",
            ApiKey = "key",
            Components = new Dictionary<string, string> { ["Email"] = "remoteemail", ["Wiki"] = "remotewiki" },
        },
        new PublicIncident
        {
            Id = new(Guid.NewGuid()),
            IssueId = "10042",
            IssueKey = "OPS-7",
            Title = "Problem with Email",
            Stage = updates.LastOrDefault()?.Stage ?? Stage.Investigating,
            WorstSeverity = Severity.Critical,
            StartedAt = Noon,
            ResolvedAt = null,
            NextUpdateAt = null,
            Components = [Email],
            Updates = updates,
        },
        [State(Email, ComponentStatus.MajorOutage), State(Wiki, ComponentStatus.Operational)]);

    public static MirrorTask For(this MirrorTask task, PublicUpdate update, int attempt = 1) =>
        task with { Attempt = task.Attempt with { UpdateId = update.Id.Value, Number = attempt } };

    public static MirrorTask With(this MirrorTask task, Func<PublicIncident, PublicIncident> change) => task with { Incident = change(task.Incident) };

    public static MirrorTask Mapping(this MirrorTask task, params (string Name, string Remote)[] components) =>
        task with { Page = task.Page with { Components = components.ToDictionary(c => c.Name, c => c.Remote) } };

    public static ComponentState State(PublicComponent component, ComponentStatus status) => new(component.Id, component.Name, 1, Noon, status);
}
