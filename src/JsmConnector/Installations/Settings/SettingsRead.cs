using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <summary>A document as text, read: older formats brought forward, `null` taken as left out, and everything that stands in the way named by its path. Pure.</summary>
public abstract partial record SettingsRead
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private SettingsRead() { }

    public sealed record Understood(InstallationSettings Settings) : SettingsRead;

    public sealed record NotUnderstood(string Field, string Reason, string Mend) : SettingsRead;

    /// <summary>A document that is stored: members that this version does not know are passed over.</summary>
    public static SettingsRead Of(string json) => Of(json, static _ => null);

    /// <summary>A document that somebody gives: a member that nothing reads is a mistake.</summary>
    public static SettingsRead Typed(string json) => Of(json, UnknownMembers.First);

    private static SettingsRead Of(string json, Func<JsonObject, NotUnderstood?> judge)
    {
        // PostgreSQL keeps no such character, in whatever member it stands.
        if (json.Contains("\\u0000", StringComparison.OrdinalIgnoreCase))
            return new NotUnderstood("$", "It holds the character \\u0000.", "Take it out; nothing readable is lost.");
        try
        {
            return JsonNode.Parse(json, documentOptions: Strict) is JsonObject document ? Of(document, judge) : new NotUnderstood("$", "It is no JSON object.", "Send the whole document, as GET returns it.");
        }
        catch (JsonException exception)
        {
            var (line, column) = ((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1);
            return new NotUnderstood("$", $"It is no JSON: line {line}, column {column}. {Sentence(exception.Message)}", "Mend the document there; a comma, a quote or a bracket is the usual cause.");
        }
    }

    private static SettingsRead Of(JsonObject document, Func<JsonObject, NotUnderstood?> judge)
    {
        if (SettingsFormat.BringForward(document) is var (field, reason, mend))
            return new NotUnderstood(field, reason, mend);
        if (LeaveOutNulls(document, "") is { } place)
            return new NotUnderstood(place, "An entry of the list is null.", "Remove it.");
        if (judge(document) is { } mistake)
            return mistake;
        try
        {
            return new Understood(document.Deserialize<InstallationSettings>(SettingsJson.Options)!);
        }
        catch (JsonException exception)
        {
            return Refuse(exception);
        }
        catch (InvalidOperationException)
        {
            return new NotUnderstood("$", "It holds half a character (a lone surrogate like \\ud800).", "Take it out, or write the whole character.");
        }
    }

    /// <summary>A member that is null says no more than one that is missing; a null in a list has no such meaning.</summary>
    /// <returns>Where a list holds a null.</returns>
    private static string? LeaveOutNulls(JsonNode node, string at)
    {
        if (node is JsonObject members)
        {
            foreach (var empty in members.Where(member => member.Value is null).Select(member => member.Key).ToList())
                members.Remove(empty);
            return members.Select(member => LeaveOutNulls(member.Value!, at.Length == 0 ? member.Key : $"{at}.{member.Key}")).FirstOrDefault(found => found is not null);
        }
        return node is not JsonArray list
            ? null
            : list.Select((element, index) => element is null ? $"{at}[{index}]" : LeaveOutNulls(element, $"{at}[{index}]")).FirstOrDefault(found => found is not null);
    }

    private static NotUnderstood Refuse(JsonException exception)
    {
        var at = (exception.Path ?? "$").TrimStart('$').TrimStart('.');
        if (Missing().Match(exception.Message) is { Success: true } missing)
            return new NotUnderstood($"{at}.{missing.Groups["name"].Value}".TrimStart('.'), "It is missing.", "Give it a value; the schema at /schemas/settings.json describes it.");
        return new NotUnderstood(at.Length == 0 ? "$" : at, "It is of another kind than expected.", $"Write {Expected(exception.Message)}; the schema at /schemas/settings.json describes it.");
    }

    private static string Expected(string message) => message switch
    {
        _ when message.Contains("TimeSpan", StringComparison.Ordinal) => "a length of time like \"00:30:00\"",
        _ when message.Contains("Boolean", StringComparison.Ordinal) => "true or false",
        _ when message.Contains("Int32", StringComparison.Ordinal) => "a whole number",
        _ when message.Contains("System.String.", StringComparison.Ordinal) => "text in quotes",
        _ when message.Contains("List", StringComparison.Ordinal) => "a list in brackets",
        _ when message.Contains("Dictionary", StringComparison.Ordinal) => "an object of names and values",
        _ => "what the schema says",
    };

    private static string Sentence(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0];

    [GeneratedRegex(@"missing required properties.*?'(?<name>\w+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();
}
