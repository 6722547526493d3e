using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording.Checks;
using JsmConnector.IssuePanel;
using JsmConnector.IssuePanel.Compose;
using JsmConnector.Platform.Html;
using JsmConnector.PortalHeader;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.BrowserTests.Platform.Html;

/// <summary>Everything that the panel beside a ticket can look like.</summary>
public static class PanelStates
{
    private const string Words = "We are working on the problem with Email and VPN. Mail that was sent since 09:12 UTC arrives late. Nothing was lost.";

    public static IEnumerable<(string Name, IResult Page)> All(DateTimeOffset now, FrameAncestors ancestors) => Models(now).Select(state => (state.Name, Page(state.Model, ancestors)));

    private static IResult Page(IssuePanelModel model, FrameAncestors ancestors) => new FramedPage<IssuePanelContent, IssuePanelModel>(
        new PageShell { Title = "Public status", Kind = "issue-panel", IsInReadersLanguage = true, Ancestors = ancestors, Style = "status.preview.css", Script = "compose.js" }, model);

    private static IEnumerable<(string Name, IssuePanelModel Model)> Models(DateTimeOffset now)
    {
        var trouble = Trouble(now);
        var composer = Composer(now);
        yield return ("panel-open", trouble with { Composer = composer });
        yield return ("panel-late", trouble with { Composer = composer, NextUpdateAt = now.AddMinutes(-12), Lead = new PanelLead(true, false, "Ben Agent") });
        yield return ("panel-compose", trouble with { Composer = composer with { IsOpen = true } });
        yield return ("panel-held", trouble with { Composer = composer with { IsOpen = true, IsHeld = true, Findings = Findings, Composed = Composed("We restart mail-db-03. It is fixed in 10 minutes.") } });
        yield return ("panel-overtaken", trouble with { Composer = composer with { IsOpen = true, OvertakenBy = trouble.Updates[0] } });
        yield return ("panel-correcting", trouble with { Composer = composer with { IsOpen = true, Corrected = trouble.Updates[0], ReadBy = trouble.Heard, Composed = Composed(Words) with { CorrectionOf = "b" } } });
        yield return ("panel-refused-words", trouble with { Composer = composer with { IsOpen = true, Composed = Composed(""), Problem = new FieldProblem("words.customers", "There are no words for customers.", "Write what readers cannot do, since when, and what is being done.") } });
        yield return ("panel-failed", Failed(trouble with { Composer = composer }, now));
        yield return ("panel-writers", trouble with { Composer = composer with { Writers = [Writer(now)] }, Message = new PanelMessage(Tone.Good, "Published at 14:30 UTC. Below you see where it has arrived.") });
        yield return ("panel-browse-only", Failed(trouble, now));
        yield return ("panel-hidden", trouble with { IsPublished = false, Components = [], Updates = [], Deliveries = [], NextUpdateAt = null });
        yield return ("panel-resolved", trouble with { Stage = Stage.Resolved, NextUpdateAt = null, Postmortem = new PanelPostmortem("In review", "https://acme.example/postmortem") { Actions = (3, 1) }, Similar = Similar(now) });
        yield return ("panel-withdrawn", trouble with { Stage = Stage.Withdrawn, NextUpdateAt = null, EndedBecause = "The issue was closed as Duplicate." });
        yield return ("panel-not-an-incident", new IssuePanelModel.NotAnIncident("its type is Task, and its request type does not belong to the incident practice"));
        yield return ("panel-unknown", new IssuePanelModel.Unknown());
    }

    private static IssuePanelModel.Public Trouble(DateTimeOffset now) => new()
    {
        Now = now,
        Title = "Problem with Email and VPN",
        Stage = Stage.Identified,
        Severity = Severity.Critical,
        StartedAt = now.AddMinutes(-47),
        NextUpdateAt = now.AddMinutes(22),
        IsPublished = true,
        EndedBecause = null,
        Components = [new("Email", ComponentStatus.MajorOutage), new("VPN", ComponentStatus.DegradedPerformance), new("Payments for partners in North America and the Caribbean", ComponentStatus.PartialOutage)],
        Updates = [new("b", Stage.Identified, Words, now.AddMinutes(-2), false), new("a", Stage.Investigating, "We are looking into a problem with Email.", now.AddMinutes(-40), false)],
        Deliveries = [Told("Service portal"), Told("Status page")],
        Heard = [new HeardLine("customers", "Status page", 1, 0, 0, []), new HeardLine("support", "slack “on-call”", 2, 1, 1, ["Slack has trouble."])],
        Postmortem = null,
        StatusPageUrl = "https://app.example/status/acme",
    };

    private static IssuePanelModel.Public Failed(IssuePanelModel.Public trouble, DateTimeOffset now) => trouble with
    {
        Deliveries =
        [
            Told("Service portal"),
            new PanelDelivery("Status page “eu”", DeliveryState.Failed, 1, "The API key is not accepted; enter a new one in settings. (Statuspage answered 401.)", now, now) { Id = Guid.NewGuid() },
            new PanelDelivery("sms “on-call”", DeliveryState.Unknown, 1, "The call was interrupted (IOException); whether it told anybody is not known. Look there, then replay or skip.", now, now) { Id = Guid.NewGuid() },
            new PanelDelivery("Status page “us”", DeliveryState.Queued, 3, "Statuspage could not answer (503).", now.AddMinutes(2), now),
        ],
    };

    private static PanelDelivery Told(string where) => new(where, DeliveryState.Delivered, 1, null, DateTimeOffset.UnixEpoch, DateTimeOffset.UtcNow.AddMinutes(-1));

    private static ComposerModel Composer(DateTimeOffset now) => new()
    {
        Composed = Composed(Words),
        IsOpen = false,
        Components = [new("1", "Email", ComponentStatus.MajorOutage), new("2", "Payments for partners in North America and the Caribbean", ComponentStatus.PartialOutage)],
        Questions = [new("impact.scope", "Who is affected", "customers in Europe", true), new("work.owner", "Who does it", "", false)],
        Places = ["Status page", "Service portal", "Status page “eu”"],
        Previews = [new PlacePreview("Service portal", "", ComponentMarkup.Fragment<PortalHeaderContent, PortalHeaderModel>(PortalStates.Worst(now)))],
        UsualPromise = TimeSpan.FromMinutes(30),
        SessionToken = "session",
        ActionPath = "/state",
    };

    private static Composition Composed(string words) => new() { Form = new UpdateId(Guid.NewGuid()), LastRead = "b", Stage = Stage.Identified, Title = "Problem with Email and VPN", Words = words };

    private static readonly Finding[] Findings =
    [
        new("host", "words.customers", "mail-db-03", "This looks like the name of a machine.", "Say which service is meant."),
        new("repair-time", "words.customers", "fixed in 10 minutes", "This promises when it will work again.", "Say when you write next; nobody knows when it will be solved, and a broken promise is remembered."),
    ];

    private static Writer Writer(DateTimeOffset now) => new("Ben Agent", Stage.Identified, "Some customer data was readable for others.", now.AddMinutes(-1), true)
    {
        Account = "ben",
        Hash = "hash",
        Bound = [("Title", "Problem with Email"), ("Email", "Major outage")],
        Unapproved = ["security", "legal"],
        Mine = ["security"],
    };

    private static PanelSimilar[] Similar(DateTimeOffset now) =>
        [new("OPS-104", "https://acme.example/browse/OPS-104", "mail-db-03 does not answer, mails of ACME Corp are lost", now.AddDays(-40), "Email, certificate")];
}
