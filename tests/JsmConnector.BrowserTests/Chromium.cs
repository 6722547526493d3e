using Microsoft.Playwright;

namespace JsmConnector.BrowserTests;

/// <summary>One headless Chromium of the machine for all tests; nothing is downloaded. Its absence fails loudly, with the mend.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? Array.Find(Places, File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found. Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
        // Five seconds by itself: too few for a slow machine on which other tests run.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
        });
    }

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Chromium was not started.");

    public async Task<IPage> OpenAsync(BrowserNewContextOptions? options = null) =>
        await (await _browser!.NewContextAsync(options ?? new BrowserNewContextOptions { TimezoneId = "Europe/Berlin", Locale = "en-GB" })).NewPageAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
