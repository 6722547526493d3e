using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.Play;

/// <summary>One incident from the first report to its resolution, at the pace of a film.</summary>
public sealed class ScriptedIncident(JiraSite site)
{
    private readonly Lock _gate = new();

    public bool IsRunning { get; private set; }
    public int Done { get; private set; }
    public int Total { get; private set; }
    public string Step { get; private set; } = "";
    public string? IssueKey { get; private set; }

    /// <returns>False when one is playing already.</returns>
    public bool Start(TimeSpan length)
    {
        lock (_gate)
        {
            if (IsRunning)
                return false;
            (IsRunning, Done, Total, IssueKey) = (true, 0, Steps.Count, null);
        }
        _ = PlayAsync(length / Steps.Count);
        return true;
    }

    private static readonly IReadOnlyList<(string Text, Action<JiraSite, Issue> Act)> Steps =
    [
        ("Somebody reports that mail does not arrive", (_, _) => { }),
        ("Ada writes an internal note", (site, issue) => site.AddComment(issue, Catalogue.Ada, "mail-db-03 ran out of disk, host is in rack 4. Do not tell customers yet.", false)),
        ("Ben answers the customer", (site, issue) => site.AddComment(issue, Catalogue.Ben, "Thank you, we see it too and are on it.", true)),
        ("File storage is affected as well", (site, issue) => site.Edit(issue, Catalogue.Ada, i => i.Services = [.. i.Services, Catalogue.Services.First(s => s.Name == "File storage")])),
        ("The cause is found, work is in progress", (site, issue) => site.Transition(issue, Catalogue.Ada, Catalogue.Statuses[1], null)),
        ("It gets better: priority goes down to High", (site, issue) => site.Edit(issue, Catalogue.Ada, i => i.Priority = Catalogue.Priorities[1])),
        ("The fix is in, everybody watches", (site, issue) => site.Transition(issue, Catalogue.Ben, Catalogue.Statuses[2], null)),
        ("Resolved", (site, issue) => site.Transition(issue, Catalogue.Ada, Catalogue.Statuses[3], Catalogue.Resolutions[0])),
    ];

    private async Task PlayAsync(TimeSpan pause)
    {
        var issue = site.Create(Catalogue.Carla, Catalogue.Incident, "mail-db-03 does not answer, mails of ACME Corp are lost", "h2. Seen\n{code}disk full on mail-db-03{code}",
            Catalogue.Priorities[0], [Catalogue.Services.First(s => s.Name == "Email")]);
        IssueKey = issue.Key;
        foreach (var (text, act) in Steps)
        {
            act(site, issue);
            (Step, Done) = (text, Done + 1);
            if (Done < Total)
                await Task.Delay(pause);
        }
        IsRunning = false;
    }
}
