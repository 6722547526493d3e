using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Documents;

public sealed record RichText(string Text) { public string ToPlainText() => Text; }
public static class WikiMarkup { public static RichText Parse(string? text) => new(text ?? ""); }
public static class AtlassianDocument { public static RichText Parse(JsonElement? json) => new(json?.ToString() ?? ""); }
