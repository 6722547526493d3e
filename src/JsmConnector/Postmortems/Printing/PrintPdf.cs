using System.Diagnostics;
using Microsoft.Extensions.Options;

namespace JsmConnector.Postmortems.Printing;

public abstract record Printed
{
    private Printed() { }

    public sealed record Pdf(byte[] Bytes) : Printed;

    /// <summary>There is no browser on the app's machine, or none is wanted.</summary>
    public sealed record NoBrowser : Printed;

    public sealed record Failed(string Reason) : Printed;
}

/// <summary>
/// A document as PDF, printed by the Chromium of the app's machine where there is one. The page is ours and sanitized, its own policy lets
/// nothing run or load, and the browser reaches no address. One at a time: a browser weighs more than the app.
/// </summary>
public sealed partial class PrintPdf(IOptions<PostmortemOptions> options, TimeProvider clock, ILogger<PrintPdf> logger) : IDisposable
{
    private const string Off = "off";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
    private readonly SemaphoreSlim _one = new(1);

    public async Task<Printed> PrintAsync(string html, CancellationToken cancellationToken)
    {
        var set = options.Value.Chromium;
        if (set == Off || (set ?? Array.Find(Places, File.Exists)) is not { } browser || !File.Exists(browser))
            return new Printed.NoBrowser();
        await _one.WaitAsync(cancellationToken);
        var folder = Directory.CreateTempSubdirectory("postmortem-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "page.html"), Path.Combine(folder.FullName, "page.pdf"));
            await File.WriteAllTextAsync(page, html, cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Longest);
            await RunAsync(browser, folder.FullName, page, pdf, limit.Token);
            return File.Exists(pdf) ? new Printed.Pdf(await File.ReadAllBytesAsync(pdf, cancellationToken)) : new Printed.Failed("The browser ended without a file.");
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or InvalidOperationException or IOException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            LogFailed(logger, problem, browser);
            return new Printed.Failed(problem is OperationCanceledException ? $"It took longer than {Longest.TotalSeconds:0} seconds." : "The browser could not be started.");
        }
        finally
        {
            _one.Release();
            await RemoveAsync(folder);
        }
    }

    public void Dispose() => _one.Dispose();

    private static async Task RunAsync(string browser, string folder, string page, string pdf, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(browser,
        [
            "--headless", "--disable-gpu", "--disable-extensions", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", $"--user-data-dir={folder}", $"--print-to-pdf={pdf}",
            // Chromium's own sandbox does not work for root.
            .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>(),
            new Uri(page).AbsoluteUri,
        ])
        { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The browser did not start.");
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            await Task.WhenAll(output, errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Helpers of the browser may write for a moment after it has ended.</summary>
    private async Task RemoveAsync(DirectoryInfo folder)
    {
        for (var tries = 0; tries < 5; tries++)
        {
            try
            {
                folder.Delete(recursive: true);
                return;
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), clock);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A PDF could not be printed by {Browser}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string browser);
}
