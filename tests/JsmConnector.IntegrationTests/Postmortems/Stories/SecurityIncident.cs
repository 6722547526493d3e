using JsmConnector.Sandbox.Site;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>A night with somebody else's hands on a file share: words wait for two approvals, and the ticket for a third.</summary>
public sealed class SecurityIncident : Story
{
    public override string Name => "security";
    public override DateTimeOffset Begins => new(2026, 3, 9, 22, 5, 0, TimeSpan.Zero);

    public override IReadOnlyList<string> Secrets => ["fs-07", "contractor", "Dienstleister", "Initech", "Ada Agent", "Ben Agent", "Dan Agent", "CVE-2026", "GDPR", "DSGVO", "svc-backup", "Nobody else", "Niemand sonst"];

    protected override SiteIssue Open(Words say) => Jira.Create(Catalogue.Ben, Catalogue.Incident,
        say("Odd sign-ins by svc-backup on fs-07, Initech share read", "Seltsame Anmeldungen von svc-backup auf fs-07, Freigabe von Initech gelesen"), "", Catalogue.Priorities[0], [Service("File storage")]);

    protected override IEnumerable<Scene> Scenes(SiteIssue issue, Words say)
    {
        var first = say("We are looking into sign-ins to the file storage that we cannot explain yet. Until we know more, the file storage is switched off.", "Wir untersuchen Anmeldungen an der Dateiablage, die wir noch nicht erklären können. Bis wir mehr wissen, ist die Dateiablage abgeschaltet.");
        var last = say("The file storage is back. We are writing to everybody whose files may have been read.", "Die Dateiablage ist wieder da. Wir schreiben allen, deren Dateien gelesen worden sein können.");
        yield return new(1, () => Jira.Edit(issue, Catalogue.Ben, i => i.Labels = ["security"]));
        yield return new(3, () => Jira.Edit(issue, Catalogue.Ben, i => i.Assignee = Catalogue.Ben));
        yield return new(7, () => Jira.AddComment(issue, Catalogue.Ben, say("Noticed in the sign-in dashboard. Token of a contractor, probably taken from a laptop. CVE-2026-1234 is not involved.", "Im Anmelde-Dashboard aufgefallen. Token eines Dienstleisters, wohl von einem Laptop. CVE-2026-1234 hat nichts damit zu tun."), false));
        yield return new(20, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[1], null));
        yield return new(30, () => Site.ApproveAsync(issue, Catalogue.Ben, Catalogue.Ada, first, "identified", TimeSpan.FromMinutes(60)));
        yield return new(31, () => Site.ApproveAsync(issue, Catalogue.Ben, Catalogue.Dan, first, "identified", TimeSpan.FromMinutes(59)));
        yield return new(32, () => Site.SayAsync(issue, Catalogue.Ben, first, "identified", TimeSpan.FromMinutes(58)));
        yield return new(50, () => Jira.Decide(issue, Catalogue.Dan, say("Tell the data protection authority (GDPR, 72 hours)", "Datenschutzaufsicht unterrichten (DSGVO, 72 Stunden)"), true));
        yield return new(85, () => Site.SayAsync(issue, Catalogue.Ada, say("Nobody else has been in your files.", "Niemand sonst war in Ihren Dateien."), "identified", TimeSpan.FromMinutes(60)), IsHeld: true);
        yield return new(180, () => Jira.AddComment(issue, Catalogue.Ada, say("All tokens revoked, svc-backup locked. 14 accounts of Initech were read, none written.", "Alle Token widerrufen, svc-backup gesperrt. 14 Konten von Initech wurden gelesen, keines beschrieben."), false));
        yield return new(200, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[2], null));
        yield return new(400, () => Site.ApproveAsync(issue, Catalogue.Ben, Catalogue.Ada, last, "resolved"));
        yield return new(401, () => Site.ApproveAsync(issue, Catalogue.Ben, Catalogue.Dan, last, "resolved"));
        yield return new(402, () => Site.SayAsync(issue, Catalogue.Ben, last, "resolved"));
        yield return new(405, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[3], Catalogue.Resolutions[0]));
    }

    public override IReadOnlyList<string> TrueInside(bool german) => german
        ? ["Datenschutzaufsicht unterrichten", "Worte wurden freigegeben für: Recht. | Dan Agent |", "| Dauer | 6 Stunden 42 Minuten |", "| File storage | Ausgefallen |"]
        : ["Tell the data protection authority", "Words were approved for legal. | Dan Agent |", "| Duration | 6 hours 42 minutes |", "| File storage | Major outage |"];

    public override IReadOnlyList<string> TrueOutside(bool german) => german ? ["Bis wir mehr wissen"] : ["Until we know more"];
}
