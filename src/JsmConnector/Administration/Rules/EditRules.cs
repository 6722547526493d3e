using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Administration.Rules;

/// <param name="From">Its place in the saved list; null for a new one.</param>
/// <param name="Cells">As the document has it, column by column; names as <see cref="CellNames"/> writes them.</param>
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

    public static IReadOnlyList<string> Values(InstallationSettings settings, RuleSection section) => Values(Document(settings), section);

    /// <summary>Members of secrets that are there.</summary>
    public static IReadOnlySet<string> Secrets(InstallationSettings settings, RuleSection section)
    {
        var document = Document(settings);
        return section.Fields.Where(field => field.Kind == ColumnKind.Secret && Text(Node(document, field.Member)).Length > 0).Select(field => field.Member).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>What a form says, saved or not. A column that it does not have at all is as it was: a node of another version showed the form.</summary>
    public static IReadOnlyList<RuleRow> Rows(IFormCollection form, RuleSection section, RuleOptions options, InstallationSettings settings)
    {
        var (columns, before) = (section.Columns.Select(column => form[$"cell-{column.Member}"]).ToList(), Rows(settings, section));
        var known = section.Columns.Select((column, number) => Known(column, options, before.Select(row => row.Cells[number]))).ToList();
        return [.. form["row"].Select((from, index) => Row(int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null, index))];

        RuleRow Row(int? at, int index) => new(at, [.. section.Columns.Select((column, number) =>
            columns[number] is { Count: > 0 } sent ? Read(column, index < sent.Count ? sent[index] : "", options, known[number])
            : at < before.Count ? before[at.Value].Cells[number] : "")]);
    }

    /// <param name="typed">Secrets that were typed, by member; left out: none.</param>
    public static IReadOnlyList<string> Values(IFormCollection form, RuleSection section, RuleOptions options, InstallationSettings settings, Func<string, string>? typed = null) =>
        [.. section.Fields.Zip(Values(settings, section), (field, before) => field.Kind == ColumnKind.Secret ? typed?.Invoke(field.Member) ?? "" : form.TryGetValue($"field-{field.Member}", out var sent) ? Read(field, sent, options, Known(field, options, [before])) : before)];

    /// <summary>Names of one column, in all rows.</summary>
    public static IReadOnlyList<string> Held(InstallationSettings settings, RuleSection section, string member)
    {
        var number = section.Columns.Index().First(column => column.Item.Member == member).Index;
        return [.. Rows(settings, section).SelectMany(row => CellNames.Split(row.Cells[number]))];
    }

    /// <summary>Somebody who was typed and is nobody, or one of several: as an account id it would be nobody's. Null when everybody is known.</summary>
    public static SettingsRead? Nobody(RuleSection section, IReadOnlyList<RuleRow> rows, RuleOptions options) => (
        from row in rows.Index()
        from cell in section.Columns.Zip(row.Item.Cells)
        where cell.First.Options == OptionLists.People
        from name in CellNames.Split(cell.Second)
        where options.Of(cell.First)?.Any(person => person.Value == name) == false
        select new SettingsRead.NotUnderstood($"{section.At}[{row.Index}].{cell.First.Member}", $"Jira knows nobody called '{name}', or several.", "Write the name as Jira shows it, or the account id at the end of the address of the person's profile.")).FirstOrDefault();

    /// <returns>The settings with these rows and values, or what stands in the way.</returns>
    public static SettingsRead With(InstallationSettings settings, RuleSection section, IReadOnlyList<RuleRow> rows, IReadOnlyList<string> values)
    {
        var document = Document(settings);
        foreach (var (number, (field, value)) in section.Fields.Zip(values).Index())
        {
            if (!IsUnchanged(field, value, Values(document, section)[number]))
                Set(document, field, value);
        }
        if (section.HasTable)
            PutRows(document, section, rows, Rows(settings, section));
        return SettingsRead.Of(document.ToJsonString());
    }

    private static void PutRows(JsonObject document, RuleSection section, IReadOnlyList<RuleRow> rows, IReadOnlyList<RuleRow> before)
    {
        var held = Node(document, section.At) as JsonArray ?? [];
        if (section.IsFixed)
            rows = [.. before.Select(known => rows.FirstOrDefault(row => row.From == known.From) ?? known)];
        // A row that was emptied is taken away: an entry that names nothing would fit every ticket. One that named nothing before stays.
        var written = rows.Where(row => section.IsFixed || !row.IsEmpty || (row.From is { } at && at < before.Count && before[at].IsEmpty))
            .Select(row => row.From is { } at && at < held.Count ? Entry((JsonObject)held[at]!.DeepClone(), section, row, before[at]) : Entry([], section, row, null)).ToArray<JsonNode>();
        if (written.Length == 0 && held.Count > 0 && section.GoesWithItsRows is { } gone)
            Put(document, gone, null);
        else if (written.Length > 0 || held.Count > 0)
            Put(document, section.At, new JsonArray(written));
    }

    private static IReadOnlyList<string> Values(JsonObject document, RuleSection section) => [.. section.Fields.Select(field => Shown(field, Node(document, field.Member)))];

    private static string Shown(RuleColumn column, JsonNode? node) => (column.Kind, node) switch
    {
        (ColumnKind.Secret, _) => "",
        (_, null) => column.Usual ?? "",
        (ColumnKind.Flag, _) when Text(node) == "true" => "",
        (ColumnKind.Time, _) => Text(node) is { Length: 8 } time && time.EndsWith(":00", StringComparison.Ordinal) ? time[..5] : Text(node),
        (ColumnKind.Pairs, JsonObject pairs) => string.Join('\n', pairs.Select(pair => $"{CellNames.Shown(pair.Key, "=")} = {OneLine(pair.Value)}")),
        (ColumnKind.Groups, JsonArray groups) => PageGroupLines.Of(groups),
        (_, JsonArray { Count: 0 }) => column.Nothing ?? "",
        _ => Text(node),
    };

    /// <param name="before">What was shown of the entry: what nobody changed stays as the document has it, also where the screen cannot show all of it.</param>
    private static JsonObject Entry(JsonObject entry, RuleSection section, RuleRow row, RuleRow? before)
    {
        foreach (var (number, (column, cell)) in section.Columns.Zip(row.Cells).Index())
        {
            if (before is null || !IsUnchanged(column, cell, before.Cells[number]))
                Set(entry, column, cell);
        }
        if (section.GoesWithItsTimes is { } gone && section.Columns.Zip(row.Cells).All(pair => pair.First.Kind != ColumnKind.Time || pair.Second.Length == 0))
            Put(entry, gone, null);
        return entry;
    }

    /// <summary>Names come back as they were taken apart, lines as one: as the browser's box gives them.</summary>
    private static bool IsUnchanged(RuleColumn column, string cell, string before) => column.Kind == ColumnKind.Names
        ? CellNames.Split(cell).SequenceEqual(CellNames.Split(before), StringComparer.Ordinal)
        : Joined(column, cell) == Joined(column, before);

    private static string Joined(RuleColumn column, string cell) => cell.ReplaceLineEndings(column.IsLong ? "\n" : "").Trim();

    private static string Read(RuleColumn column, string? typed, RuleOptions options, IReadOnlyList<string> known) => column.Kind switch
    {
        ColumnKind.Names => CellNames.Join(CellNames.Split(typed ?? "", known).Select(name => options.Value(column, name))),
        ColumnKind.Groups => PageGroupLines.Read((typed ?? "").ReplaceLineEndings("\n"), known) is { } groups ? PageGroupLines.Of(groups) : "",
        _ => options.Value(column, (typed ?? "").ReplaceLineEndings("\n").Trim()),
    };

    /// <summary>What may be written without quotation marks although it needs them: what may be chosen, and what the column held.</summary>
    private static IReadOnlyList<string> Known(RuleColumn column, RuleOptions options, IEnumerable<string> before) => column.Kind is not (ColumnKind.Names or ColumnKind.Groups) ? []
        : [.. (options.Of(column) ?? []).SelectMany(option => new[] { option.Value, option.Label }).Concat(before.SelectMany(cell => column.Kind == ColumnKind.Groups ? PageGroupLines.Components(cell) : CellNames.Split(cell))).Where(CellNames.IsTorn)];

    private static void Set(JsonObject target, RuleColumn column, string cell) => Put(target, column.Member, column.Kind switch
    {
        ColumnKind.Names when column.Nothing is { } nothing && cell.Equals(nothing, StringComparison.OrdinalIgnoreCase) => new JsonArray(),
        ColumnKind.Pairs => Pairs(cell, Node(target, column.Member) as JsonObject),
        ColumnKind.Groups => PageGroupLines.Read(cell),
        ColumnKind.Names => CellNames.Split(cell) is { Count: > 0 } names ? new JsonArray([.. names.Select(name => (JsonNode)name)]) : column.IsRequired ? new JsonArray() : null,
        ColumnKind.Number when int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        ColumnKind.Flag => cell != "false",
        // The document would take a bare number for days.
        ColumnKind.Span when int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) => TimeSpan.FromMinutes(minutes).ToString("c", CultureInfo.InvariantCulture),
        _ when cell.Length > 0 || column.IsRequired => cell,
        _ => null,
    });

    /// <param name="held">What is said in several lines is shown in one, and stays while that stays.</param>
    private static JsonObject? Pairs(string cell, JsonObject? held)
    {
        var pairs = cell.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => CellNames.Take(line, 0, "=") is { Name.Length: > 0 } taken ? (taken.Name, Said: taken.End < line.Length ? line[(taken.End + 1)..].Trim() : "") : (Name: line, Said: ""))
            .DistinctBy(pair => pair.Name).Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)(OneLine(held?[pair.Name]) == pair.Said ? Text(held?[pair.Name]) : pair.Said))).ToList();
        return pairs.Count > 0 ? new JsonObject(pairs) : null;
    }

    private static string OneLine(JsonNode? node) => string.Join(' ', Text(node).Split(['\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static JsonObject Document(InstallationSettings settings) => (JsonObject)JsonSerializer.SerializeToNode(settings, SettingsJson.Options)!;

    private static JsonNode? Node(JsonNode document, string path) => path.Split('.').Aggregate((JsonNode?)document, Below);

    private static JsonNode? Below(JsonNode? node, string name) => node is JsonArray list && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at < list.Count ? list[at] : null : (node as JsonObject)?[name];

    private static void Put(JsonObject document, string path, JsonNode? value)
    {
        if (value is null)
        {
            Remove(document, path.Split('.'));
            return;
        }
        var (names, at) = (path.Split('.'), (JsonNode)document);
        foreach (var name in names[..^1])
            at = Below(at, name) ?? (at[name] = new JsonObject());
        at[names[^1]] = value;
    }

    /// <summary>With whatever holds nothing more: quiet hours without hours are none.</summary>
    private static void Remove(JsonNode from, ReadOnlySpan<string> names)
    {
        if (names.Length > 1 && Below(from, names[0]) is { } inner)
        {
            Remove(inner, names[1..]);
            if (inner is not JsonObject { Count: 0 })
                return;
        }
        (from as JsonObject)?.Remove(names[0]);
    }

    private static string Text(JsonNode? node) => node switch
    {
        JsonArray list => CellNames.Join(list.Select(Text)),
        JsonValue value => value.ToString(),
        _ => "",
    };
}
