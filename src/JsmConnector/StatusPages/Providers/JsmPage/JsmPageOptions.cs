namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>Section `JsmStatusPage`.</summary>
public sealed record JsmPageOptions
{
    public const string Section = "JsmStatusPage";

    /// <summary>The vendor calls every operation of this API experimental and may change it without notice: whoever runs the app decides.</summary>
    public bool Enabled { get; set; }
}
