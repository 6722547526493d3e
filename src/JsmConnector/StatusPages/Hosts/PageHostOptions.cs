namespace JsmConnector.StatusPages.Hosts;

/// <summary>Section `PageHosts`.</summary>
public sealed record PageHostOptions
{
    public const string Section = "PageHosts";

    /// <summary>
    /// Host names that need no proof, with commas between them: `status.example.com`, `*.example.com` for all below it, `*` for every name. For operators who know whose
    /// sites they serve; two sites that want the same trusted name are served by who wanted it first.
    /// </summary>
    public string Trusted { get; set; } = "";

    public bool Trusts(string host) => Trusted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Any(name =>
        name == "*" || name.Equals(host, StringComparison.OrdinalIgnoreCase) || (name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)));
}
