using System.ComponentModel.DataAnnotations;

namespace JsmConnector.Platform.Html;

/// <summary>Section `Atlassian`: the one foreign script on screens inside Jira.</summary>
public sealed record ConnectScriptOptions
{
    public const string Section = "Atlassian";

    /// <summary>Gives screens the `AP` object (tokens, size of the frame, theme).</summary>
    [Required, Url]
    public string ConnectScriptUrl { get; set; } = "https://connect-cdn.atl-paas.net/all.js";
}
