using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages.History;

namespace JsmConnector.Administration.Pages;

/// <summary>An incident that was over before the page knew of it, written down by a person. Pressed twice, it is there once.</summary>
public sealed class AddPastIncident(IPageHistory history, CurrentSettings settings, TimeProvider clock)
{
    public async Task<Done> AddAsync(InstallationId site, string? author, string page, IFormCollection form, IReadOnlyList<string> components, CancellationToken cancellationToken)
    {
        if (!(await settings.GetAsync(site, cancellationToken)).StatusPages.Any(entry => entry.Id == page && entry.Provider == StatusPageSettings.BuiltIn.Provider))
            return new Done(Tone.Major, "This is no built-in page of the settings.");
        var (title, impact, from, until) = (PageDecisions.Text(form, "past-title"), PageDecisions.Text(form, "impact"), PageDecisions.Time(form, "began"), PageDecisions.Time(form, "ended"));
        var mistakes = PastIncidentRules.Mistakes(title, impact, from, until, clock.GetUtcNow()).Select(mistake => $"{mistake.Reason} {mistake.Mend}").ToList();
        if (PageDecisions.Text(form, "at-the-end") is not { } end)
            mistakes.Add("Say what readers are told at the end.");
        else if (end.Length > SpeakInPublic.LongestWords || PageDecisions.Text(form, "at-the-beginning") is { Length: > SpeakInPublic.LongestWords })
            mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"The words are longer than {SpeakInPublic.LongestWords:N0} characters: shorten them."));
        if (mistakes.Count > 0)
            return new Done(Tone.Major, string.Join(" ", mistakes));

        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{title}\n{from:O}\n{until:O}")))[..32];
        List<(Stage Stage, string Words, DateTimeOffset At)> updates = [(Stage.Resolved, PageDecisions.Text(form, "at-the-end")!, until!.Value)];
        if (PageDecisions.Text(form, "at-the-beginning") is { } beginning)
            updates.Insert(0, (Stage.Investigating, beginning, from!.Value));
        await history.AddAsync(site, page, [new PastIncident(key, title!, impact ?? "minor", from!.Value, until.Value, components, updates)], author, cancellationToken);
        return new Done(Tone.Good, "The incident stands in the history. Nobody was told; who wrote it is on record.");
    }
}
