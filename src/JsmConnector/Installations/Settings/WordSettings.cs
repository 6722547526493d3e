using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

public sealed record WordSettings
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Your name as readers know it; it opens text messages.")]
    public string? Company { get; init; }

    [Description("Whether a person's update must answer every question of its stage; “none known” is an answer. Without it the form shows what is missing and lets it pass.")]
    public bool MustBeComplete { get; init; }

    [Description("Who must approve a person's words about security incidents (security and legal) and loss of data (legal). A role that nobody has is not asked for.")]
    public IReadOnlyList<ApproverSettings> Approvers { get; init; } = [];

    [Description("Texts of your own. What has none is said with the built-in text.")]
    public IReadOnlyList<TextOfTheSite> Templates { get; init; } = [];
}

public sealed record ApproverSettings
{
    public const string Security = "security", Legal = "legal";

    [Description("security or legal.")]
    public required string Role { get; init; }

    [Description("Atlassian account ids of the people who have it.")]
    public IReadOnlyList<string> People { get; init; } = [];
}

/// <summary>One text that a site wrote in place of a built-in one.</summary>
public sealed record TextOfTheSite
{
    [Description("Class of incidents it is for; outage is the general one, from which the others inherit.")]
    public string Class { get; init; } = "outage";

    [Description("core, support, executives, employees, customers, or an audience of your own.")]
    public required string Audience { get; init; }

    [Description("What it is about: investigating, identified, monitoring, resolved, withdrawn, holding, scope, correction; for maintenance scheduled, in_progress, verifying, completed, cancelled, ended_early, window_over.")]
    public required string About { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Kind of channel it is for; left out: every channel.")]
    public string? Channel { get; init; }

    [Description("en or de.")]
    public string Language { get; init; } = "en";

    [Description("The text, with variables in double braces; docs/communication.md lists them.")]
    public required string Text { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Kept by the app, newest first: what stood here before, said in its place should the text fail in an incident. What you write here is not read.")]
    public IReadOnlyList<string>? Before { get; init; }
}
