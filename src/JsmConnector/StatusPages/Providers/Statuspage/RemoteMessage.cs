using System.Text;
using System.Text.Json;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>
/// Reads the reason of a refusal. The API document says `{"message":"…"}`; live answers also hold `error`, and either may be a string,
/// an array, or an object of fields.
/// </summary>
public static class RemoteMessage
{
    private const int Longest = 300;

    /// <param name="secret">Taken out, should the answer repeat it.</param>
    /// <returns>One line, or null when there is no message.</returns>
    public static string? Read(ReadOnlyMemory<byte> body, string secret)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var texts = new[] { "error", "message" }
                .Where(name => json.RootElement.TryGetProperty(name, out _))
                .Select(name => Flatten(json.RootElement.GetProperty(name)))
                .Where(text => text.Length > 0);
            var line = Clean(string.Join("; ", texts).Replace(secret, "***", StringComparison.OrdinalIgnoreCase));
            return line.Length > 0 ? FitText.To(Longest, line) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Flatten(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()!,
        JsonValueKind.Array => string.Join(", ", json.EnumerateArray().Select(Flatten).Where(text => text.Length > 0)),
        JsonValueKind.Object => string.Join("; ", json.EnumerateObject().Select(field => $"{field.Name}: {Flatten(field.Value)}")),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => json.GetRawText(),
        _ => "",
    };

    private static string Clean(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, 4 * Longest));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 4 * Longest)))
            clean.Append(char.IsControl(c) ? ' ' : c);
        return clean.ToString().Trim();
    }
}
