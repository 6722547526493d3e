namespace JsmConnector.Postmortems.Facts;

/// <summary>A value and where it comes from. A value nobody recorded is no fact: it is null, never zero.</summary>
public sealed record Fact<T>(T Value, Evidence From);

/// <param name="Key">How people call the source: `changelog/10227`, `comment/77`, `update/x1`.</param>
/// <param name="Url">Where it can be seen; null when it has no page.</param>
public sealed record Evidence(string Key, string? Url, Certainty Certainty = Certainty.Recorded);

public enum Certainty
{
    Recorded,

    /// <summary>The nearest thing that was recorded; the document says so.</summary>
    Assumed,

    /// <summary>A person knew better, and said why.</summary>
    Corrected,
}
