using System.Text.Json.Nodes;

namespace JsmConnector.Installations.Settings;

/// <summary>
/// The number that a document carries as `format`. Documents of an older format are brought forward step by step, whenever they are read and however
/// old they are: stored versions, imports, scripts of administrators. A document of a newer format is refused: half understood it would lose members.
/// </summary>
public static class SettingsFormat
{
    public const int Current = 1;

    /// <summary>The step at index n turns format n into n + 1.</summary>
    private static readonly Action<JsonObject>[] Steps =
    [
        // Before formats were numbered there was one shape, the same as format 1.
        static _ => { },
    ];

    /// <returns>Null when the document is of the current format now.</returns>
    public static (string Field, string Reason, string Mend)? BringForward(JsonObject document)
    {
        if (Read(document) is not { } format || format < 0)
            return ("format", "It is no number of a format.", $"Write \"format\": {Current}, or leave it out in a document from before formats were numbered.");
        if (format > Current)
            return ("format", $"The document has format {format}; this version of the app knows formats up to {Current}.", "Update the app first, or take the export of an installation that is not newer than this one.");
        foreach (var step in Steps.Skip(format))
            step(document);
        document["format"] = Current;
        return null;
    }

    private static int? Read(JsonObject document) =>
        !document.TryGetPropertyValue("format", out var node) ? 0 : node is JsonValue value && value.TryGetValue<int>(out var format) ? format : null;
}
