using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>The postmortem of an incident as Statuspage tells it.</summary>
/// <param name="Draft">What its owners see; null when nobody wrote any.</param>
/// <param name="Body">What readers see, or saw before it was taken back.</param>
public sealed record RemoteAccount(string? Draft, string? Body, bool IsPublished)
{
    public static RemoteAccount Nothing { get; } = new(null, null, false);

    public static RemoteAccount Read(JsonElement json) => new(
        Text(json, "body_draft"), Text(json, "body"),
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("published_at", out var at) && at.ValueKind is JsonValueKind.String or JsonValueKind.True);

    /// <summary>What a person would see before publishing: the draft, or the text that stands.</summary>
    public string? Newest => Draft ?? Body;

    /// <summary>Line ends and blanks at both ends are not kept everywhere, and change nothing for readers.</summary>
    public static string? HashOf(string? text) => text is null
        ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n").Trim())))[..16];

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;
}
