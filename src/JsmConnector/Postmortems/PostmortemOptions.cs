using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Postmortems;

/// <summary>Section `Postmortems`.</summary>
public sealed record PostmortemOptions
{
    public const string Section = "Postmortems";

    /// <summary>Quiet time between resolution and the generated draft; a site's settings can override it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan Delay { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Path of the Chromium that prints PDFs; left out, it is looked for in the usual places; `off` for none.</summary>
    public string? Chromium { get; set; }
}
