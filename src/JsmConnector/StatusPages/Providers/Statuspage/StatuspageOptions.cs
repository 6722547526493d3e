using System.ComponentModel.DataAnnotations;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>Section `Statuspage`.</summary>
public sealed record StatuspageOptions
{
    public const string Section = "Statuspage";

    /// <summary>Address of the manage API, without a trailing slash.</summary>
    [Required, Url]
    public string ApiUrl { get; set; } = "https://api.statuspage.io/v1";

    /// <summary>
    /// Calls a second for each API key. Statuspage allows 1, measured over a minute (developer.statuspage.io, "Rate limiting");
    /// a little less leaves room for the clocks to differ.
    /// </summary>
    [Range(0.01, 10_000)]
    public double RequestsPerSecond { get; set; } = 0.95;
}
