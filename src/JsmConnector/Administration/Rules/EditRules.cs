using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.Rules;

/// <param name="From">Its place in the saved list; null for a new one.</param>
/// <param name="Cells">As the document has it, column by column; names separated by commas.</param>
public sealed record RuleRow(int? From, IReadOnlyList<string> Cells)
{
    public bool IsEmpty => Cells.All(cell => cell.Length == 0);
}

/// <summary>
/// Entries of the settings as rows of text, and back: one way for every list there is. What the table does not show of an entry stays with it. Pure.
/// </summary>
public static class EditRules
{
    public static IReadOnlyList<RuleRow> Rows(InstallationSettings settings, RuleSection section) =>
        [.. (Node(Document(settings), section.At) as JsonArray ?? []).Select((entry, index) => new RuleRow(index, [.. section.Columns.Select(column => Shown(column, Node(entry!, column.Member)))]))];

    public static IReadOnlyList<string> Values(InstallationSettings settings, RuleSection section) => [.. section.Fields.Select(field => Text(Node(Document(settings), field.Member)))];

    /// <summary>What a form says, saved or not.</summary>
    public static IReadOnlyList<RuleRow> Rows(IFormCollection form, RuleSection section, RuleOptions options)
    {
        var columns = section.Columns.Select(column => form[$"cell-{column.Member}"]).ToList();
        return [.. form["row"].Select((from, index) => new RuleRow(
            int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null,
            [.. section.Columns.Select((column, number) => Read(column, index < columns[number].Count ? columns[number][index] : "", options))]))];
    }

    public static IReadOnlyList<string> Values(IFormCollection form, RuleSection section, RuleOptions options) => [.. section.Fields.Select(field => Read(field, form[$"field-{field.Member}"], options))];

    /// <returns>The settings with these rows and values, or what stands in the way.</returns>
    public static SettingsRead With(InstallationSettings settings, RuleSection section, IReadOnlyList<RuleRow> rows, IReadOnlyList<string> values)
    {
        var document = Document(settings);
        foreach (var (field, value) in section.Fields.Zip(values))
            Set(document, field, value);
        var held = Node(document, section.At) as JsonArray ?? [];
        var before = Rows(settings, section);
        // A row that was emptied is taken away: an entry that names nothing would fit every ticket. One that named nothing before stays.
        var written = rows.Where(row => !row.IsEmpty || (row.From is { } at && at < before.Count && before[at].IsEmpty))
            .Select(row => row.From is { } at && at < held.Count ? Entry((JsonObject)held[at]!.DeepClone(), section, row, before[at]) : Entry([], section, row, null)).ToArray<JsonNode>();
        Put(document, section.At, new JsonArray(written));
        return SettingsRead.Of(document.ToJsonString());
    }

    public static IReadOnlyList<string> Split(string cell) =>
        [.. cell.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string Shown(RuleColumn column, JsonNode? node) => column.Kind == ColumnKind.Flag && Text(node) == "true" ? "" : Text(node);

    /// <param name="before">What was shown of the entry: what nobody changed stays as the document has it, also where the screen cannot show all of it.</param>
    private static JsonObject Entry(JsonObject entry, RuleSection section, RuleRow row, RuleRow? before)
    {
        foreach (var (number, (column, cell)) in section.Columns.Zip(row.Cells).Index())
        {
            if (before is null || !IsUnchanged(column, cell, before.Cells[number]))
                Set(entry, column, cell);
        }
        return entry;
    }

    /// <summary>Names come back as they were taken apart, lines as one: as the browser's box gives them.</summary>
    private static bool IsUnchanged(RuleColumn column, string cell, string before) => column.Kind == ColumnKind.Names
        ? Split(cell).SequenceEqual(Split(before), StringComparer.Ordinal)
        : cell.ReplaceLineEndings("").Trim().Equals(before.ReplaceLineEndings("").Trim(), StringComparison.Ordinal);

    private static string Read(RuleColumn column, string? typed, RuleOptions options) => column.Kind switch
    {
        ColumnKind.Names => string.Join(", ", Split(typed ?? "").Select(name => options.Value(column, name))),
        _ => options.Value(column, (typed ?? "").Trim()),
    };

    private static void Set(JsonObject target, RuleColumn column, string cell) => Put(target, column.Member, column.Kind switch
    {
        ColumnKind.Names => Split(cell) is { Count: > 0 } names ? new JsonArray([.. names.Select(name => (JsonNode)name)]) : column.IsRequired ? new JsonArray() : null,
        ColumnKind.Number when int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        ColumnKind.Flag => cell != "false",
        _ when cell.Length > 0 || column.IsRequired => cell,
        _ => null,
    });

    private static JsonObject Document(InstallationSettings settings) => (JsonObject)JsonSerializer.SerializeToNode(settings, SettingsJson.Options)!;

    private static JsonNode? Node(JsonNode document, string path) => path.Split('.').Aggregate((JsonNode?)document, (node, name) => (node as JsonObject)?[name]);

    private static void Put(JsonObject document, string path, JsonNode? value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
            document = document[name] as JsonObject ?? (JsonObject)(document[name] = new JsonObject());
        if (value is null)
            document.Remove(names[^1]);
        else
            document[names[^1]] = value;
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonArray list => string.Join(", ", list.Select(Text)),
        JsonValue value => value.ToString(),
        _ => "",
    };
}
