using JsmConnector.Sandbox.Site;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>Forty minutes on a Monday morning: an expired certificate, found and renewed by one person.</summary>
public sealed class ShortOutage : Story
{
    public override string Name => "short-outage";
    public override DateTimeOffset Begins => new(2026, 3, 2, 9, 12, 0, TimeSpan.Zero);

    public override IReadOnlyList<string> Secrets => ["mx-02", "ACME", "certificate", "Zertifikat", "40,000", "40.000", "Ada Agent"];

    protected override SiteIssue Open(Words say) => Jira.Create(Catalogue.Ada, Catalogue.Incident,
        say("mx-02 does not take mail any more, ACME Corp called", "mx-02 nimmt keine Mail mehr an, ACME Corp hat angerufen"), "", Catalogue.Priorities[0], [Service("Email")]);

    protected override IEnumerable<Scene> Scenes(SiteIssue issue, Words say)
    {
        yield return new(2, () => Jira.Edit(issue, Catalogue.Ada, i => i.Assignee = Catalogue.Ada));
        yield return new(3, () => Jira.AddComment(issue, Catalogue.Ada, say(
            "Alert from monitoring: queue of mx-02 above 40,000 since 09:04. Looks like it is caused by the certificate that expired at 09:00.",
            "Alarm der Überwachung: Warteschlange von mx-02 seit 09:04 über 40.000. Verursacht wohl durch das Zertifikat, das um 09:00 abgelaufen ist."), false));
        yield return new(5, () => Site.SayAsync(issue, Catalogue.Ada, say(
            "Mail that you send is delayed. Nothing is lost: it waits and will be delivered. We are working on it.",
            "Mails, die Sie senden, kommen verspätet an. Nichts geht verloren: sie warten und werden zugestellt. Wir arbeiten daran."), "investigating", TimeSpan.FromMinutes(28)));
        yield return new(8, () => Jira.Transition(issue, Catalogue.Ada, Catalogue.Statuses[1], null));
        yield return new(10, () =>
        {
            var request = Jira.Create(Catalogue.Carla, Catalogue.ServiceRequest, say("My mails to the supplier do not arrive", "Meine Mails an den Lieferanten kommen nicht an"), "", Catalogue.Priorities[2], []);
            Jira.Link(issue, Catalogue.Ada, request, "causes", "is caused by");
        });
        yield return new(19, () => Jira.AddComment(issue, Catalogue.Ada, say(
            "Renewed the certificate and restarted the transport. The queue drains.",
            "Zertifikat erneuert und den Transport neu gestartet. Die Warteschlange leert sich."), false));
        yield return new(21, () => Jira.Transition(issue, Catalogue.Ada, Catalogue.Statuses[2], null));
        yield return new(40, () =>
        {
            issue.ServiceLevels.Add(new ServiceLevel(say("Time to first response", "Zeit bis zur ersten Antwort"), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(3), false));
            issue.ServiceLevels.Add(new ServiceLevel(say("Time to resolution", "Zeit bis zur Lösung"), TimeSpan.FromHours(4), TimeSpan.FromMinutes(40), false));
            Jira.Transition(issue, Catalogue.Ada, Catalogue.Statuses[3], Catalogue.Resolutions[0]);
        });
    }

    public override IReadOnlyList<string> TrueInside(bool german) => german
        ? ["| Dauer | 40 Minuten |", "- Übergaben von einem Menschen an einen anderen: 0", "- Wieder geöffnet: nie", "02.03.2026, 09:33 Uhr (UTC)"]
        : ["| Duration | 40 minutes |", "- Handed over from one person to another: 0", "- Reopened: never", "2026-03-02 09:33 UTC", "Acknowledged: 2026-03-02 09:14 UTC"];

    public override IReadOnlyList<string> TrueOutside(bool german) => german
        ? ["Am 2. März 2026 von 09:12 bis 09:52 Uhr (UTC), 40 Minuten lang,", "Nichts geht verloren"]
        : ["On 2 March 2026 from 09:12 to 09:52 UTC (40 minutes), Email did not work", "Nothing is lost"];
}
