namespace JsmConnector.PublicStatus;

/// <summary>Section `PublicStatus`.</summary>
public sealed record PublicStatusOptions
{
    public const string Section = "PublicStatus";

    /// <summary>Most megabytes of prepared documents in memory; those prepared longest ago are let go and prepared again when somebody asks.</summary>
    public int MostMegabytes { get; set; } = 256;

    /// <summary>Folder that public pages are written to as static files, one folder a page, kept up to date every minute; empty: none.</summary>
    public string ExportFolder { get; set; } = "";
}
