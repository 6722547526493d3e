using JsmConnector.Incidents;
using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus.Html;

/// <summary>The one sentence at the top of a page; colour and mark only repeat it.</summary>
public sealed record Sentence(Tone Tone, string Text, DateTimeOffset? Since)
{
    public static Sentence Of(PageView view)
    {
        var (page, words) = (view.Page, view.Words);
        var worst = page.Components.Select(component => component.Status).Append(ComponentStatus.Operational).Max();
        return page.Open switch
        {
            [] when worst == ComponentStatus.Operational => new Sentence(Tone.Good, words["all-operational"], null),
            [] when worst == ComponentStatus.UnderMaintenance && Running(page) is { } running =>
                new Sentence(Tone.Maintenance, words.Say("under-maintenance-now", running.Row.Title), running.Row.StartedAt),
            [] => new Sentence(worst.Tone(), words["some-not-operational"], null),
            [var only] => new Sentence(Of(only, worst), only.Row.Title, only.Row.StartedAt),
            var several => new Sentence(Of(several[0], worst), words.Say("several-open", several.Count, several[0].Row.Title), several.Min(i => i.Row.StartedAt)),
        };
    }

    /// <summary>The title of the browser tab carries the state.</summary>
    public string Title(PageView view) => view.Words.Say("title", Tone.Mark(), Tone == Tone.Good ? view.Words["operational"] : Text, view.Page.Name);

    private static PageIncident? Running(PublicPage page) => page.Planned.FirstOrDefault(planned => planned.Row.Stage != "scheduled");

    private static Tone Of(PageIncident incident, ComponentStatus worst) =>
        worst is ComponentStatus.Operational or ComponentStatus.UnderMaintenance ? Impact(incident.Row.Impact) : worst.Tone();

    public static Tone Impact(string impact) => impact switch
    {
        "critical" => Tone.Major,
        "major" => Tone.Partial,
        "minor" => Tone.Degraded,
        "maintenance" => Tone.Maintenance,
        _ => Tone.Information,
    };
}
