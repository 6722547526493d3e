using System.Net;
using System.Text.RegularExpressions;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>Words of a message as people read them: links by their label and address, people and channels by what Slack wrote of them, no escapes. Pure.</summary>
public static partial class SlackWords
{
    private const int Most = 2_000;

    public static string Plain(string text) => FitWords.To(WebUtility.HtmlDecode(Marks().Replace(text, mark => Shown(mark.Groups["to"].Value, mark.Groups["label"].Value))).Trim(), Most);

    /// <summary>Of nobody more is kept than Slack's id, unless the message itself names the person.</summary>
    private static string Shown(string to, string label) => to switch
    {
        ['@' or '#', ..] => label.Length > 0 ? $"{to[0]}{label.TrimStart('@', '#')}" : to,
        ['!', ..] => $"@{(label.Length > 0 ? label.TrimStart('@') : to[1..].Split('^')[0])}",
        _ => label.Length == 0 || label == to ? to : $"{label} ({to})",
    };

    [GeneratedRegex(@"<(?<to>[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
