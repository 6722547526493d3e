using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using JsmConnector.Sandbox.AppProcess;

namespace JsmConnector.Sandbox.Install;

/// <summary>
/// The other way in (`--Door=webhook`): a site that does not install the app. What a Jira administrator does by hand is done here through the
/// app's documented command line: add the site, enter address and secret as an admin webhook, store an API token.
/// </summary>
public sealed partial class SignedDoor
{
    public const string Name = "webhook";

    private string _secret = "";
    private string? _token;

    public string? WebhookUrl { get; private set; }
    public bool IsOpen => WebhookUrl is not null;

    /// <exception cref="InvalidOperationException">The command line refused; its words are in the message.</exception>
    public async Task OpenAsync(string siteUrl, InstalledApp app, CancellationToken cancellationToken)
    {
        // Another name for the same site: an installation through Connect may be left from an earlier run.
        var url = siteUrl.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        var added = await RunApp.CommandAsync(siteUrl, app.AppUrl, ["installations", "add", url], null, cancellationToken);
        if (added.Code != 0)
            added = await RunApp.CommandAsync(siteUrl, app.AppUrl, ["installations", "rotate", url], null, cancellationToken);
        if (added.Code != 0 || Printed().Match(added.Said) is not { Success: true } printed)
            throw new InvalidOperationException($"The app's command line did not add the site: {added.Said}");
        _secret = printed.Groups["secret"].Value;
        _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        app.SiteUrl = url;
        WebhookUrl = printed.Groups["url"].Value;
        var stored = await RunApp.CommandAsync(siteUrl, app.AppUrl, ["installations", "token", url, "personal"], _token, cancellationToken);
        Console.WriteLine($"[app] {stored.Said.Trim()}");
        app.Installed.TrySetResult();
    }

    public string Sign(string body) => $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(_secret), Encoding.UTF8.GetBytes(body)))}";

    public bool Accepts(string authorization) => _token is not null && authorization == $"Bearer {_token}";

    [GeneratedRegex(@"URL\s+(?<url>\S+)\s+Secret\s+(?<secret>\S+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Printed();
}
