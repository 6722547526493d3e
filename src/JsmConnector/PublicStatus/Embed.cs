using System.Globalization;
using System.Text;
using System.Text.Json;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus;

/// <summary>What other sites need to show the state of a page: the script, the few words that it reads, and a text for language models.</summary>
public static class Embed
{
    public static byte[] Script(PublicPage page)
    {
        var asset = AssetCatalog.All.Single(asset => asset.Name == "embed.js");
        var words = Language.Of(page.Settings.Language);
        var spoken = JsonSerializer.Serialize(new { details = words["details"], close = words["close"], label = words.Say("page-title", page.Name, words["status"]) });
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(asset.Content).Replace("'{words}'", spoken, StringComparison.Ordinal));
    }

    /// <summary>`/embed.json`: small however many components the page has. `show` is false when there is nothing to say.</summary>
    public static byte[] State(PublicPage page)
    {
        var words = Language.Of(page.Settings.Language);
        var sentence = Html.Sentence.Of(new Html.PageView(page, words, ""));
        var entry = page.Open is [var worst, ..] ? worst : page.Planned.FirstOrDefault(planned => planned.Row.Stage != "scheduled");
        return JsonSerializer.SerializeToUtf8Bytes(new
        {
            show = sentence.Tone != Tone.Good,
            key = entry is null ? sentence.Tone.ToString() : $"{entry.Row.PublicId}.{entry.Updates.Count}",
            text = sentence.Text,
            tone = sentence.Tone.ToString().ToLowerInvariant(),
            colour = Badge.Colour(sentence.Tone),
            url = page.Open.Count == 1 && entry is not null ? $"{page.Url}/incidents/{entry.Row.PublicId}" : page.Url,
        });
    }

    /// <summary>`/llms.txt` (https://llmstxt.org): where programs that read text find the facts.</summary>
    public static byte[] ForLanguageModels(PublicPage page)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Plain(page.Name)} status\n\n> Current state: {page.Indicator.Description}. As of {Language.Of(null).Exact(page.Now)}; read the JSON for the state of now.\n\n");
        foreach (var incident in page.Open)
            text.Append(CultureInfo.InvariantCulture, $"- Open: {Plain(incident.Row.Title)} ({incident.Row.Stage}, since {Language.Of(null).Exact(incident.Row.StartedAt)})\n");
        foreach (var planned in page.Planned)
            text.Append(CultureInfo.InvariantCulture, $"- Maintenance: {Plain(planned.Row.Title)} ({Language.Of(null).Exact(planned.Row.ScheduledFor!.Value)} to {Language.Of(null).Exact(planned.Row.ScheduledUntil!.Value)})\n");
        text.Append(CultureInfo.InvariantCulture, $"""

            ## Data

            - [Summary]({page.Url}/api/v2/summary.json): components, open incidents, maintenance and the overall state, in the Statuspage v2 format
            - [Incidents]({page.Url}/api/v2/incidents.json): the latest 50 with all updates
            - [Maintenance]({page.Url}/api/v2/scheduled-maintenances.json)
            - [Atom]({page.Url}/history.atom), [RSS]({page.Url}/history.rss), [JSON Feed]({page.Url}/feed.json), [iCalendar]({page.Url}/maintenance.ics)

            ## Pages

            - [Current state]({page.Url})
            - [History]({page.Url}/history)

            """);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>On one line, without what Markdown would take for a link or a heading.</summary>
    private static string Plain(string text) =>
        string.Concat(Feeds.Clean(text).ReplaceLineEndings(" ").Select(letter => "[]()<>#*_`".Contains(letter, StringComparison.Ordinal) ? $"\\{letter}" : $"{letter}"));
}
