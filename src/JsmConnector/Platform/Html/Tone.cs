namespace JsmConnector.Platform.Html;

/// <summary>What a colour says. Every tone has its own mark, so that a page reads the same in grey.</summary>
public enum Tone
{
    Neutral,
    Good,
    Information,
    Maintenance,
    Degraded,
    Partial,
    Major,
}

public static class Tones
{
    public static string CssClass(this Tone tone) => tone switch
    {
        Tone.Good => "tone-good",
        Tone.Information => "tone-information",
        Tone.Maintenance => "tone-maintenance",
        Tone.Degraded => "tone-degraded",
        Tone.Partial => "tone-partial",
        Tone.Major => "tone-major",
        _ => "tone-neutral",
    };

    public static string Mark(this Tone tone) => tone switch
    {
        Tone.Good => "●",
        Tone.Information => "○",
        Tone.Maintenance => "⚒",
        Tone.Degraded => "◐",
        Tone.Partial => "◑",
        Tone.Major => "✕",
        _ => "–",
    };
}
