using JsmConnector.Incidents;
using JsmConnector.Platform.Html;

namespace JsmConnector.PublicStatus.Html;

/// <summary>The one sentence at the top of a page; colour and mark only repeat it.</summary>
public sealed record Sentence(Tone Tone, string Text, DateTimeOffset? Since)
{
    public static Sentence Of(PublicPage page)
    {
        var worst = page.Components.Select(component => component.Status).Append(ComponentStatus.Operational).Max();
        return page.Open switch
        {
            [] when worst == ComponentStatus.Operational => new Sentence(Tone.Good, "All systems operational", null),
            [] => new Sentence(worst.Tone(), "Some systems are not operational", null),
            [var only] => new Sentence(Of(only, worst), only.Row.Title, only.Row.StartedAt),
            var several => new Sentence(Of(several[0], worst), $"{several.Count} open incidents: {several[0].Row.Title} and others", several.Min(i => i.Row.StartedAt)),
        };
    }

    /// <summary>The title of the browser tab carries the state.</summary>
    public string Title(PublicPage page) => $"{Tone.Mark()} {(Tone == Tone.Good ? "Operational" : Text)} – {page.Name} status";

    private static Tone Of(PageIncident incident, ComponentStatus worst) =>
        worst == ComponentStatus.Operational ? Impact(incident.Row.Impact) : worst.Tone();

    public static Tone Impact(string impact) => impact switch
    {
        "critical" => Tone.Major,
        "major" => Tone.Partial,
        "minor" => Tone.Degraded,
        _ => Tone.Information,
    };
}
