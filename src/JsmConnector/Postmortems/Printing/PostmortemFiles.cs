using System.Text;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Postmortems.Printing;

public abstract record TakenAway
{
    private TakenAway() { }

    public sealed record File(byte[] Bytes, string ContentType, string Name) : TakenAway;

    /// <param name="IsForNow">Trying again may help.</param>
    public sealed record Refused(string Reason, string Mend, bool IsForNow = false) : TakenAway;
}

/// <summary>A document as a file: Markdown with front matter for a repository, one HTML file, or a PDF where there is a browser.</summary>
public sealed class PostmortemFiles(PrintPdf print)
{
    public static IReadOnlyList<string> Formats { get; } = ["markdown", "html", "pdf"];

    public async Task<TakenAway> MakeAsync(string issueKey, PostmortemDocument written, TemplateAudience audience, string format, CancellationToken cancellationToken)
    {
        var name = $"postmortem-{issueKey}{(audience == TemplateAudience.External ? "-external" : "")}";
        if (format == "markdown")
            return new TakenAway.File(Encoding.UTF8.GetBytes(FrontMatter.Of(issueKey, written, audience)), "text/markdown; charset=utf-8", name + ".md");
        var html = HtmlFile.Of(audience == TemplateAudience.External ? written.External : written.Internal);
        if (format == "html")
            return new TakenAway.File(Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", name + ".html");
        return await print.PrintAsync(html, cancellationToken) switch
        {
            Printed.Pdf(var bytes) => new TakenAway.File(bytes, "application/pdf", name + ".pdf"),
            Printed.NoBrowser => new TakenAway.Refused("There is no Chromium on the app's machine, which prints PDFs.", "Take html and print it, or have the operator install Chromium or set Postmortems__Chromium."),
            Printed.Failed(var reason) => new TakenAway.Refused($"The PDF could not be printed. {reason}", "Try again, or take html and print it.", true),
            _ => throw new InvalidOperationException("It is printed or not."),
        };
    }
}
