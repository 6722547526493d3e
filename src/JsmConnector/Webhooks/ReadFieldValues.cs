using System.Globalization;
using System.Text.Json;

namespace JsmConnector.Webhooks;

/// <summary>What a custom field says, in the words that rules compare: of an option, a service or an Assets object its id and its name, of the rest the value.</summary>
internal static class ReadFieldValues
{
    private const int Longest = 255;
    private const int Most = 200;
    private static readonly string[] Words = ["value", "name", "label", "serviceName", "objectKey", "key", "id", "serviceId", "objectId"];

    public static IReadOnlyList<string> Of(JsonElement value) => [.. Texts(value, 0).Select(text => ReadIssue.Cut(text.Trim(), Longest)!).Where(text => text.Length > 0).Distinct().Take(Most)];

    private static IEnumerable<string> Texts(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.String => [value.Text() ?? ""],
        JsonValueKind.Number => [value.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : value.GetRawText()],
        JsonValueKind.True => ["true"],
        JsonValueKind.False => ["false"],
        JsonValueKind.Array when depth == 0 => value.EnumerateArray().SelectMany(element => Texts(element, 1)),
        JsonValueKind.Object => Words.Select(word => value.Text(word)).OfType<string>().Concat(value.Member("child").ValueKind == JsonValueKind.Object && depth < 2 ? Texts(value.Member("child"), 2) : []),
        _ => [],
    };
}
