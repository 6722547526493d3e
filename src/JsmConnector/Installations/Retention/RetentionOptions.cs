using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Installations.Retention;

/// <summary>Section `Retention`: how long the data of a site outlives its installation.</summary>
public sealed record RetentionOptions
{
    public const string Section = "Retention";

    /// <summary>After uninstallation. Until then a new installation finds everything again.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Uninstalled { get; set; } = TimeSpan.FromDays(30);

    /// <summary>After another installation took over the site's address (site import): time to look up what the old one held.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "3650.00:00:00")]
    public TimeSpan Superseded { get; set; } = TimeSpan.FromDays(180);
}
