using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements;
using JsmConnector.PortalHeader;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.BrowserTests.Platform.Html;

/// <summary>Everything that visitors of the portal can see of the app, and the pages that refuse.</summary>
public static class PortalStates
{
    private static readonly Stage[] Stages = [Stage.Investigating, Stage.Identified, Stage.Monitoring, Stage.Resolved, Stage.Investigating];

    public static IEnumerable<(string Name, IResult Page)> All(DateTimeOffset now, FrameAncestors ancestors)
    {
        var (worst, quiet, over) = (Worst(now), Model([], now), Model([Announce(now, 2, Stage.Resolved)], now));
        var shell = new PageShell { Title = "Service announcements", Kind = "portal-header", IsInReadersLanguage = true, Ancestors = ancestors };
        foreach (var (name, model) in new[] { ("worst", worst), ("quiet", quiet), ("over", over), ("many", Model([.. Enumerable.Range(0, 5).Select(index => Announce(now, index + 1, Stages[index]))], now)) })
        {
            yield return ($"portal-header-{name}", new FramedPage<PortalHeaderContent, PortalHeaderModel>(shell, model));
            yield return ($"portal-known-{name}", new FramedPage<KnownIncidentsContent, PortalHeaderModel>(shell, model));
            yield return ($"portal-state-{name}", new FramedPage<PortalFooterContent, PortalFooterModel>(shell, PortalFooterModel.Of(model, "https://app.example/status/acme")));
        }
        yield return ("refused", new Refusal(StatusCodes.Status403Forbidden, "You may not see this ticket.", "Ask a project administrator for the permission to browse the project.").Page(ancestors, "issue-panel"));
        yield return ("expired", new FramedPage<ExpiredFormContent, ExpiredForm>(
            new PageShell { Title = "Not sent yet", Ancestors = ancestors, Kind = "administration" }, new ExpiredForm("/state", [("words", "We are working on it, and write again by noon.")])));
    }

    public static PortalHeaderModel Worst(DateTimeOffset now) => Model([Announce(now, 1, Stage.Identified)], now);

    private static PortalHeaderModel Model(IReadOnlyList<PortalAnnouncement> announcements, DateTimeOffset now) => PortalHeaderModel.Of(announcements, "https://app.example", now);

    private static PortalAnnouncement Announce(DateTimeOffset now, int severity, Stage stage) => new()
    {
        InstallationId = new(Guid.NewGuid()),
        IncidentId = new(Guid.NewGuid()),
        PublicId = $"abc{severity}{stage}",
        Title = $"Problem with Email and Payments {severity}",
        Stage = stage,
        Severity = new Severity(Math.Min(severity, 4)),
        Words = "We are working on it. Mail that was sent since 09:12 UTC arrives late.",
        Components = ["Email", "Payments for partners in North America and the Caribbean"],
        NextUpdateAt = stage.IsOpen() ? now.AddMinutes(severity * 10 - 15) : null,
        StartedAt = now.AddMinutes(-30),
        PublishedAt = now.AddMinutes(-12),
        EndedAt = stage.IsOpen() ? null : now.AddMinutes(-5),
        StatusPagePath = "/status/acme",
    };
}
