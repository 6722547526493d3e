using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace JsmConnector.Notifications.Channels.Bluesky;

/// <summary>A post as a record (docs.bsky.app, app.bsky.feed.post): at most 300 characters as people count them and 3,000 bytes; a link is a range of bytes. Pure.</summary>
public static class BlueskyPost
{
    private const int MostCharacters = 300, MostBytes = 3_000;
    private const string Sortable = "234567abcdefghijklmnopqrstuvwxyz";

    public static string Words(Notice notice, int most)
    {
        var head = notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : $"{notice.Title} ({notice.StageInWords})";
        var whole = $"{head}\n\n{notice.TextWithPromise}";
        return FitWords.To(Measure(whole) <= most || notice.Short is null ? whole : notice.Short, most, Measure);
    }

    public static JsonObject Record(Notice notice)
    {
        var shown = notice.Link is { } link && Uri.TryCreate(link, UriKind.Absolute, out var address) ? $"{address.Host}/…" : null;
        var text = Words(notice, MostCharacters - (shown is null ? 0 : Measure(shown) + 1));
        var record = new JsonObject
        {
            ["$type"] = "app.bsky.feed.post",
            ["text"] = shown is null ? text : $"{text}\n{shown}",
            ["createdAt"] = notice.SaidAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["langs"] = new JsonArray(notice.Language.Tag),
        };
        if (shown is not null)
            record["facets"] = new JsonArray(Link(Encoding.UTF8.GetByteCount(text) + 1, Encoding.UTF8.GetByteCount(shown), notice.Link!));
        // Posts cannot be edited: a correction stands right below the words that it puts right, whoever finds them.
        if (Reference(notice.ParentId) is { } root)
            record["reply"] = new JsonObject { ["root"] = root, ["parent"] = Reference(notice.CorrectedId) ?? root.DeepClone() };
        return record;
    }

    /// <summary>A post as the channel remembered it: its address and the hash of its content.</summary>
    private static JsonObject? Reference(string? remembered) => remembered?.Split(' ') is [var uri, var cid] ? new JsonObject { ["uri"] = uri, ["cid"] = cid } : null;

    /// <summary>A key made of our id: 53 bits of microseconds, 10 bits of the id. The same post put twice is one post.</summary>
    public static string Key(Notice notice)
    {
        var micros = (ulong)(notice.SaidAt.ToUnixTimeMilliseconds() * 1_000) & 0x1F_FFFF_FFFF_FFFF;
        var number = (micros << 10) | (BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Id))) & 0x3FFu);
        return string.Create(13, number, static (key, rest) =>
        {
            for (var place = key.Length - 1; place >= 0; place--, rest >>= 5)
                key[place] = Sortable[(int)(rest & 31)];
        });
    }

    private static JsonObject Link(int start, int length, string address) => new()
    {
        ["index"] = new JsonObject { ["byteStart"] = start, ["byteEnd"] = start + length },
        ["features"] = new JsonArray(new JsonObject { ["$type"] = "app.bsky.richtext.facet#link", ["uri"] = address }),
    };

    /// <summary>Characters as people count them; more when the bytes would not fit.</summary>
    private static int Measure(string text) => Math.Max(new StringInfo(text).LengthInTextElements, (Encoding.UTF8.GetByteCount(text) * MostCharacters + MostBytes - 1) / MostBytes);
}
