using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications;

/// <summary>A notice as Slack blocks (docs.slack.dev/reference/block-kit): headers hold 150 characters, sections 3,000, all blocks together about 13,200.</summary>
public static class SlackMessage
{
    private const int MostHeader = 150, MostSection = 3_000;

    public static string Fallback(Notice notice) => FitWords.To(Escape($"{Head(notice)}: {notice.TextWithPromise}"), 3_900);

    public static IReadOnlyList<object> Blocks(Notice notice)
    {
        List<object> blocks =
        [
            new { type = "header", text = new { type = "plain_text", text = FitWords.To(Head(notice), MostHeader), emoji = false } },
            new { type = "section", text = new { type = "mrkdwn", text = FitWords.To(Escape(notice.TextWithPromise), MostSection) } },
        ];
        if (Context(notice, link => $"<{Escape(link)}>") is { Length: > 0 } context)
            blocks.Add(new { type = "context", elements = new[] { new { type = "mrkdwn", text = context } } });
        return blocks;
    }

    private static string Context(Notice notice, Func<string, string> shown)
    {
        string[] parts = [notice.IsReminder ? "" : notice.StageInWords, notice.IssueKey ?? "", notice.Link is { } link ? shown(link) : ""];
        return string.Join(" · ", parts.Where(part => part.Length > 0));
    }

    public static NoticePreview Preview(Notice notice)
    {
        var text = notice.TextWithPromise;
        return new NoticePreview(FitWords.To(text, MostSection), new Sentence("{0} of {1} characters", Escape(text).Length, MostSection), Escape(text).Length > MostSection)
        {
            Head = FitWords.To(Head(notice), MostHeader),
            Foot = Context(notice, link => link),
        };
    }

    /// <summary>The three characters that Slack reads as its own; with them escaped no text mentions anybody or makes a link.</summary>
    public static string Escape(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Head(Notice notice) => notice.Correction.Length > 0 ? $"{notice.Correction}: {notice.Title}" : notice.Title;
}
