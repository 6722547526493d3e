namespace JsmConnector.Platform.Html;

/// <summary>A Markdown document as one HTML file that stands alone: no script, nothing loaded from elsewhere, fit to print.</summary>
public static class HtmlFile
{
    public static string Of(string markdown)
    {
        var title = markdown.Split('\n').FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..] ?? "Postmortem";
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{{System.Net.WebUtility.HtmlEncode(title)}}</title>
            <style>
            body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #172b4d; background: #fff; overflow-wrap: anywhere; }
            table { border-collapse: collapse; width: 100%; } th, td { padding: .25rem .5rem; border: 1px solid #dcdfe4; text-align: start; vertical-align: top; }
            blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 4px solid #dcdfe4; color: #44546f; }
            @page { margin: 18mm; } @media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } }
            </style>
            </head>
            <body>
            {{SafeMarkdown.ToHtml(markdown)}}
            </body>
            </html>

            """;
    }
}
