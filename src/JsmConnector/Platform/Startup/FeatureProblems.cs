namespace JsmConnector.Platform.Startup;

/// <summary>Asks every feature's options for problems before anything is built, so that they can be printed together.</summary>
public static class FeatureProblems
{
    public static IEnumerable<string> All(IConfiguration configuration, IHostEnvironment environment)
    {
        var app = configuration.GetSection(AppOptions.Section).Get<AppOptions>() ?? new AppOptions();
        foreach (var problem in app.Problems(environment.IsProduction()))
            yield return problem;
        foreach (var problem in FastClock.Problems(configuration, environment.IsDevelopment()))
            yield return problem;
        foreach (var (key, example) in Addresses)
        {
            if (configuration[key] is { Length: > 0 } address && (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
                yield return $"{key.Replace(":", "__", StringComparison.Ordinal)} is '{address}', which is no web address: write it like {example}, or leave it out";
        }
        if (configuration[Management.Setting] is { Length: > 0 } management && !management.Equals("off", StringComparison.OrdinalIgnoreCase)
            && (!Uri.TryCreate(management, UriKind.Absolute, out var operators) || operators.Scheme != "http" || operators.IsDefaultPort))
            yield return $"App__ManagementUrl is '{management}': write it like http://127.0.0.1:5081, or off";
        foreach (var key in Lengths)
        {
            if (configuration[key] is { Length: > 0 } length
                && (!TimeSpan.TryParse(length, System.Globalization.CultureInfo.InvariantCulture, out var value) || value < TimeSpan.Zero || value > TimeSpan.FromDays(30)))
                yield return $"{key.Replace(":", "__", StringComparison.Ordinal)} is '{length}': write a time between 00:00:00 and 30.00:00:00, for example 00:30:00";
        }
        if (configuration["PublicStatus:MostMegabytes"] is { Length: > 0 } most && (!int.TryParse(most, System.Globalization.CultureInfo.InvariantCulture, out var megabytes) || megabytes < 16))
            yield return $"PublicStatus__MostMegabytes is '{most}': give the memory for prepared pages in megabytes, at least 16";
    }

    private static readonly (string Key, string Example)[] Addresses =
    [
        ("Atlassian:ConnectInstallKeysUrl", "https://connect-install-keys.atlassian.com"),
        ("Atlassian:ConnectScriptUrl", "https://connect-cdn.atl-paas.net/all.js"),
        ("Atlassian:ApiUrl", "https://api.atlassian.com"),
        ("Statuspage:ApiUrl", "https://api.statuspage.io/v1"),
    ];

    private static readonly string[] Lengths = ["Postmortems:Delay", "Reconciliation:Every", "Reconciliation:Overlap"];
}
