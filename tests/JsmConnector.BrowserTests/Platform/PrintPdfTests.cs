using System.Text;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Printing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JsmConnector.BrowserTests.Platform;

public sealed class PrintPdfTests
{
    [Fact]
    public async Task A_document_becomes_a_file_and_nothing_stays_behind()
    {
        using var print = new PrintPdf(Options.Create(new PostmortemOptions()), TimeProvider.System, NullLogger<PrintPdf>.Instance);

        var printed = await print.PrintAsync(HtmlFile.Of("# Postmortem: OPS-7\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"), TestContext.Current.CancellationToken);

        var bytes = Assert.IsType<Printed.Pdf>(printed).Bytes;
        Assert.Equal("%PDF-", Encoding.ASCII.GetString(bytes, 0, 5));
        Assert.InRange(bytes.Length, 5_000, 1_000_000);
        Assert.Empty(Directory.EnumerateDirectories(Path.GetTempPath(), "postmortem-*"));
    }

    [Fact]
    public async Task Without_a_browser_it_says_so()
    {
        using var print = new PrintPdf(Options.Create(new PostmortemOptions { Chromium = "off" }), TimeProvider.System, NullLogger<PrintPdf>.Instance);

        Assert.IsType<Printed.NoBrowser>(await print.PrintAsync("<p>x</p>", TestContext.Current.CancellationToken));
    }
}
