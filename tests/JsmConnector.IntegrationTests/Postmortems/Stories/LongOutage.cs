using JsmConnector.Sandbox.Site;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>From Thursday afternoon to Friday noon: it grew, was thought to be over, came back in the night, and went through three pairs of hands.</summary>
public sealed class LongOutage : Story
{
    public override string Name => "long-outage";
    public override DateTimeOffset Begins => new(2026, 3, 5, 16, 40, 0, TimeSpan.Zero);

    public override IReadOnlyList<string> Secrets => ["vpn-gw-1", "Globex", "Dan Agent", "Ben Agent", "Ada Agent", "forgot", "vergessen", "firmware", "Firmware", "10.0.4"];

    protected override SiteIssue Open(Words say) => Jira.Create(Catalogue.Carla, Catalogue.Incident,
        say("VPN drops every few minutes, Globex cannot work", "VPN bricht alle paar Minuten ab, Globex kann nicht arbeiten"), "vpn-gw-1, 10.0.4.17", Catalogue.Priorities[1], [Service("VPN")]);

    protected override IEnumerable<Scene> Scenes(SiteIssue issue, Words say)
    {
        yield return new(6, () => Jira.Edit(issue, Catalogue.Ada, i => i.Assignee = Catalogue.Ada));
        yield return new(9, () => Jira.AddComment(issue, Catalogue.Ada, say("First look: vpn-gw-1 reboots on its own. Users in all offices, 1,200 sessions.", "Erster Blick: vpn-gw-1 startet von allein neu. Nutzer in allen Büros, 1.200 Sitzungen."), false));
        yield return new(14, () => Site.SayAsync(issue, Catalogue.Ada, say("Connections through the VPN break off again and again. We are looking for the cause.", "Verbindungen über das VPN brechen immer wieder ab. Wir suchen die Ursache."), "investigating", TimeSpan.FromMinutes(30)));
        yield return new(35, () => Jira.Edit(issue, Catalogue.Ada, i => i.Services = [Service("VPN"), Service("Single sign-on")]));
        yield return new(36, () => Jira.Edit(issue, Catalogue.Ada, i => i.Priority = Catalogue.Priorities[0]));
        yield return new(52, () => Site.SayAsync(issue, Catalogue.Ada, say("Signing in fails for some of you as well. If you are signed in already, stay signed in.", "Auch die Anmeldung scheitert bei einigen. Wenn Sie angemeldet sind, bleiben Sie es am besten."), "investigating", TimeSpan.FromMinutes(60)));
        yield return new(85, () => Jira.Edit(issue, Catalogue.Ada, i => i.Assignee = Catalogue.Ben));
        yield return new(86, () => Jira.AddComment(issue, Catalogue.Ada, say("Handing over to Ben. Dan forgot to roll back the firmware on Tuesday, it turns out.", "Übergabe an Ben. Dan hat am Dienstag vergessen, die Firmware zurückzusetzen."), false));
        yield return new(140, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[1], null));
        yield return new(190, () => Jira.AddComment(issue, Catalogue.Ben, say("Could not reach the vendor, waiting for their on-call since 18:30.", "Konnte den Hersteller nicht erreichen; Warten auf deren Bereitschaft seit 18:30."), false));
        yield return new(250, () => Jira.Edit(issue, Catalogue.Ben, i => i.Services = [Service("VPN")]));
        yield return new(330, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[2], null));
        yield return new(365, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[3], Catalogue.Resolutions[0]));
        yield return new(510, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[1], null));
        yield return new(514, () => Jira.AddComment(issue, Catalogue.Ben, say("It is back: vpn-gw-1 rebooted again at 01:02.", "Es ist wieder da: vpn-gw-1 hat um 01:02 wieder neu gestartet."), false));
        yield return new(520, () => Site.SayAsync(issue, Catalogue.Ben, say("The connections break off again. We were wrong to call it solved, and are back on it.", "Die Verbindungen brechen wieder ab. Wir haben es zu früh für behoben gehalten und sind wieder daran."), "identified", TimeSpan.FromMinutes(60)));
        yield return new(830, () => Jira.Edit(issue, Catalogue.Ben, i => i.Assignee = Catalogue.Dan));
        yield return new(836, async () => await Site.SayAsync(issue, Catalogue.Dan, say("Signing in works for everybody since yesterday, 20:50 UTC. Only the VPN is still affected.", "Die Anmeldung geht seit gestern, 20:50 UTC, wieder für alle. Nur das VPN ist noch betroffen."), null, TimeSpan.FromMinutes(55)));
        yield return new(1010, () => Jira.AddComment(issue, Catalogue.Dan, say("Rolled back the firmware on both gateways. No reboot for 40 minutes.", "Firmware auf beiden Gateways zurückgerollt. Seit 40 Minuten kein Neustart."), false));
        yield return new(1015, () => Jira.Transition(issue, Catalogue.Dan, Catalogue.Statuses[2], null));
        yield return new(1120, () =>
        {
            issue.ServiceLevels.Add(new ServiceLevel(say("Time to resolution", "Zeit bis zur Lösung"), TimeSpan.FromHours(8), TimeSpan.FromMinutes(975), true));
            Jira.Transition(issue, Catalogue.Dan, Catalogue.Statuses[3], Catalogue.Resolutions[0]);
        });
    }

    public override IReadOnlyList<string> TrueInside(bool german) => german
        ? ["- Übergaben von einem Menschen an einen anderen: 2", "- Wieder geöffnet: einmal", "06.03.2026, 01:10 Uhr (UTC)", "| Single sign-on | Ausgefallen | 3 Stunden 35 Minuten |"]
        : ["- Handed over from one person to another: 2", "- Reopened: once", "2026-03-06 01:10 UTC", "| Single sign-on | Major outage | 3 hours 35 minutes |", "| Time to resolution | 8 hours | 16 hours 15 minutes | no |"];

    public override IReadOnlyList<string> TrueOutside(bool german) => german
        ? ["Vom 5. März 2026, 16:40 Uhr (UTC) bis zum 6. März 2026, 11:20 Uhr (UTC)", "6. März 2026, 01:10 Uhr (UTC): Sie kam zurück.", "6. März 2026, 09:35 Uhr (UTC): Die Abhilfe war umgesetzt", "| Single sign-on | Ausgefallen | 3 Stunden 35 Minuten |"]
        : ["From 5 March 2026, 16:40 UTC to 6 March 2026, 11:20 UTC", "6 March 2026, 01:10 UTC: it came back.", "6 March 2026, 09:35 UTC: a fix was in place", "| Single sign-on | Major outage | 3 hours 35 minutes |"];
}
