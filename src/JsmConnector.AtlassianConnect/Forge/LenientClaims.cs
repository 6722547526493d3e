using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>Members of claims whose shapes vary: what is missing or of another type is null.</summary>
internal static class LenientClaims
{
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    public static string? Text(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static DateTimeOffset? Seconds(this JsonWebToken token, string name)
    {
        double? seconds = token.TryGetPayloadValue<object>(name, out var value)
            ? value switch { int number => number, long number => number, double number => number, decimal number => (double)number, _ => null }
            : null;
        // Year 2000 to 9999: beyond that the date arithmetic itself would fail.
        return seconds is > 946_684_800 and < 253_402_000_000 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.Value) : null;
    }
}
