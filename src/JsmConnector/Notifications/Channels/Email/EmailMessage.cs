using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using MimeKit;

namespace JsmConnector.Notifications.Channels.Email;

/// <summary>
/// One message to one reader: text and HTML that say the same. The id is the delivery's on every attempt, all messages about an incident to a reader refer to
/// one root and keep one subject, so that readers see a thread. Pure.
/// </summary>
public static class EmailMessage
{
    private const string Ink = "#172b4d", Subtle = "#5e6c84";

    public static MimeMessage Of(Notice notice, MailboxAddress from, string to)
    {
        var domain = from.Domain;
        var root = $"{notice.Incident}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(to.ToLowerInvariant())))[..12]}@{domain}";
        var message = new MimeMessage
        {
            MessageId = $"{notice.Id}@{domain}",
            Subject = FitWords.To(OneLine(notice.Title), 150),
            Date = notice.SaidAt,
            InReplyTo = root,
            Body = new MultipartAlternative(new TextPart("plain") { Text = Text(notice) }, new TextPart("html") { Text = Html(notice) }),
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress("", to));
        message.References.Add(root);
        message.Headers.Add("List-Id", $"<{notice.Audience}.status.{domain}>");
        if (notice.Reader is { } reader)
        {
            message.Headers.Add("List-Unsubscribe", $"<{reader.Unsubscribe}>");
            message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        // Holiday replies must not answer an app.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    private static string Text(Notice notice) => string.Join("\n\n", Parts(notice).Append($"-- \n{Why(notice)}{(notice.Reader is { } reader ? $"\n{reader.Manage}\n{notice.Language["unsubscribe"]}: {reader.Unsubscribe}" : "")}"));

    private static IEnumerable<string> Parts(Notice notice)
    {
        if (notice.Correction.Length > 0)
            yield return notice.Correction;
        yield return notice.IsReminder ? notice.Title : $"{notice.Title}: {notice.StageInWords}";
        yield return notice.TextWithPromise;
        if (notice.Link is { } link)
            yield return link;
    }

    /// <summary>No colour of the ground is set: readers in the dark keep theirs. The first line, hidden, is what a list of messages shows.</summary>
    private static string Html(Notice notice)
    {
        var html = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!doctype html><html lang=\"{notice.Language.Tag}\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\"><title>{Encode(notice.Title)}</title>")
            .Append("<style>@media (prefers-color-scheme: dark){.ink{color:#e6edf3!important}.subtle{color:#9fadbc!important}a{color:#85b8ff!important}}</style></head>")
            .Append("<body style=\"margin:0;padding:24px 16px;font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif\">")
            .Append(CultureInfo.InvariantCulture, $"<div style=\"display:none;max-height:0;overflow:hidden\">{Encode(notice.NextLine.Length > 0 ? notice.NextLine : notice.Text)}</div>")
            .Append("<div style=\"max-width:600px;margin:0 auto\">");
        if (notice.Correction.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"ink\" style=\"color:{Ink};font-weight:600;margin:0 0 8px\">{Encode(notice.Correction)}</p>");
        html.Append(CultureInfo.InvariantCulture, $"<h1 class=\"ink\" style=\"color:{Ink};font-size:20px;line-height:1.3;margin:0 0 4px\">{Encode(notice.Title)}</h1>");
        if (!notice.IsReminder)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"subtle\" style=\"color:{Subtle};font-size:14px;margin:0 0 16px\">{Encode(notice.StageInWords)} · {Encode(notice.Language.Exact(notice.SaidAt))}</p>");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"ink\" style=\"color:{Ink};font-size:16px;line-height:1.5;margin:0 0 16px;white-space:pre-line\">{Encode(notice.TextWithPromise)}</p>");
        if (notice.Link is { } link)
            html.Append(CultureInfo.InvariantCulture, $"<p style=\"font-size:16px;margin:0 0 24px\"><a href=\"{Encode(link)}\" style=\"color:#0055cc\">{Encode(notice.LinkWords ?? notice.Language["more"])}</a></p>");
        return html.Append(CultureInfo.InvariantCulture, $"<p class=\"subtle\" style=\"color:{Subtle};font-size:12px;line-height:1.4;margin:0\">{Encode(Why(notice))}{Ways(notice)}</p></div></body></html>").ToString();
    }

    private static string Why(Notice notice) =>
        notice.Reader is { Page.Length: > 0 } reader ? notice.Language.Say("why-you-get-this-page", reader.Page) : notice.Language.Say("why-you-get-this", notice.Language.Audience(notice.Audience));

    private static string Ways(Notice notice) => notice.Reader is { } reader
        ? $" <a href=\"{Encode(reader.Manage)}\" style=\"color:#0055cc\">{Encode(notice.Language["manage"])}</a> · <a href=\"{Encode(reader.Unsubscribe)}\" style=\"color:#0055cc\">{Encode(notice.Language["unsubscribe"])}</a>"
        : "";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
