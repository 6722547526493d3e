using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

/// <summary>Where postmortems go once people agreed on them.</summary>
public sealed record PublishingSettings
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Pages for the team; without it no page is made.")]
    public ConfluenceSettings? Confluence { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Ids of the status pages that get the account for customers; without it all of them, with an empty list none.")]
    public IReadOnlyList<string>? StatusPages { get; init; }

    [Description("Whether Atlassian Statuspage tells its subscribers of a published account.")]
    public bool NotifySubscribers { get; init; }

    [Description("Whether an internal comment on the ticket says where the postmortem can be read.")]
    public bool CommentOnTicket { get; init; }
}

public sealed record ConfluenceSettings
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("E-mail of the account that writes the pages; left out for a token that stands alone.")]
    public string? Account { get; init; }

    /// <summary>Secret: encrypted at rest, comes back as `***`.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Its API token. Write-only; comes back as ***, which on a PUT means unchanged.")]
    public string? Token { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("For a token with scopes, which works at Atlassian's gateway only: the site's cloud id.")]
    public string? CloudId { get; init; }

    [Description("Which project's postmortems go to which space; the first that fits counts.")]
    public IReadOnlyList<ConfluenceSpace> Spaces { get; init; } = [];

    [Description("Label of the pages.")]
    public string Label { get; init; } = "postmortem";

    public ConfluenceSpace? SpaceOf(string projectKey) =>
        Spaces.FirstOrDefault(space => space.Projects.Count == 0 || space.Projects.Contains(projectKey, StringComparer.OrdinalIgnoreCase));
}

public sealed record ConfluenceSpace
{
    [Description("Keys of projects; empty: all.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Key of the space.")]
    public string Space { get; init; } = "";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Id of the page below which pages are made; without it below the space's home page.")]
    public string? ParentId { get; init; }
}
