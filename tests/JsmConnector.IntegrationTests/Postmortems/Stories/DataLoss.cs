using JsmConnector.Sandbox.Site;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <summary>An afternoon's files written over by a job: most come back from a copy, some do not, and words wait for somebody who knows the law.</summary>
public sealed class DataLoss : Story
{
    public override string Name => "data-loss";
    public override DateTimeOffset Begins => new(2026, 3, 12, 13, 30, 0, TimeSpan.Zero);

    public override IReadOnlyList<string> Secrets => ["fs-03", "Umbrella", "cron", "Ada Agent", "Ben Agent", "Dan Agent", "1,240", "1.240", "/srv/", "All files are safe", "Alle Dateien sind sicher"];

    protected override SiteIssue Open(Words say) => Jira.Create(Catalogue.Carla, Catalogue.Incident,
        say("Files on fs-03 are older than this morning, Umbrella lost drafts", "Dateien auf fs-03 sind älter als heute früh, Umbrella hat Entwürfe verloren"), "", Catalogue.Priorities[1], [Service("File storage")]);

    protected override IEnumerable<Scene> Scenes(SiteIssue issue, Words say)
    {
        var first = say("Some files that you saved today between 09:00 and 13:20 UTC show an older state. Please do not work on them until we write again.", "Einige Dateien, die Sie heute zwischen 09:00 und 13:20 UTC gespeichert haben, zeigen einen älteren Stand. Bitte arbeiten Sie nicht an ihnen, bis wir wieder schreiben.");
        var last = say("Files are back as of 13:10 UTC. What was saved after that could not be recovered. Please check the files that you worked on today.", "Die Dateien sind wieder auf dem Stand von 13:10 UTC. Was danach gespeichert wurde, ließ sich nicht zurückholen. Bitte prüfen Sie die Dateien, an denen Sie heute gearbeitet haben.");
        yield return new(2, () => Jira.Edit(issue, Catalogue.Ada, i => i.Labels = ["data-loss"]));
        yield return new(4, () => Jira.Edit(issue, Catalogue.Ada, i => i.Assignee = Catalogue.Ada));
        yield return new(6, () => Jira.AddComment(issue, Catalogue.Ada, say("Caused by the nightly copy: the cron job ran again at 13:20 and wrote /srv/files over.", "Verursacht durch die nächtliche Kopie: der cron-Job lief um 13:20 noch einmal und hat /srv/files überschrieben."), false));
        yield return new(8, () => Site.SayAsync(issue, Catalogue.Ada, say("All files are safe.", "Alle Dateien sind sicher."), "investigating", TimeSpan.FromMinutes(30)), IsHeld: true);
        yield return new(15, () => Site.ApproveAsync(issue, Catalogue.Ada, Catalogue.Dan, first, "investigating", TimeSpan.FromMinutes(60)));
        yield return new(16, () => Site.SayAsync(issue, Catalogue.Ada, first, "investigating", TimeSpan.FromMinutes(59)));
        yield return new(30, () => Jira.Transition(issue, Catalogue.Ada, Catalogue.Statuses[1], null));
        yield return new(45, () => Jira.Edit(issue, Catalogue.Ada, i => i.Assignee = Catalogue.Ben));
        yield return new(70, () => Jira.AddComment(issue, Catalogue.Ben, say("1,240 files restored from the copy of 13:10. 17 of Umbrella are gone for good.", "1.240 Dateien aus der Kopie von 13:10 wiederhergestellt. 17 von Umbrella sind endgültig weg."), false));
        yield return new(75, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[2], null));
        yield return new(118, () => Site.ApproveAsync(issue, Catalogue.Ben, Catalogue.Dan, last, "resolved"));
        yield return new(119, () => Site.SayAsync(issue, Catalogue.Ben, last, "resolved"));
        yield return new(120, () => Jira.Transition(issue, Catalogue.Ben, Catalogue.Statuses[3], Catalogue.Resolutions[0]));
    }

    public override IReadOnlyList<string> TrueInside(bool german) => german
        ? ["| Art | Datenverlust |", "Worte wurden freigegeben für: Recht. | Dan Agent |", "| Dauer | 1 Stunde 59 Minuten |", "- Übergaben von einem Menschen an einen anderen: 1", "wiederhergestellt"]
        : ["| Class | Data loss |", "Words were approved for legal. | Dan Agent |", "| Duration | 1 hour 59 minutes |", "- Handed over from one person to another: 1", "restored"];

    public override IReadOnlyList<string> TrueOutside(bool german) => german
        ? ["Am 12. März 2026 von 13:30 bis 15:29 Uhr (UTC)", "ließ sich nicht zurückholen"]
        : ["On 12 March 2026 from 13:30 to 15:29 UTC", "could not be recovered"];
}
