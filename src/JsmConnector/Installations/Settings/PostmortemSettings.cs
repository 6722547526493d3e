using System.ComponentModel;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

public sealed record PostmortemSettings
{
    /// <summary>Quiet time between resolution and the generated draft; null means the app's own setting.</summary>
    [Description("Quiet time between resolution and the draft, like 00:30:00; without it the app's own setting counts.")]
    public TimeSpan? Delay { get; init; }

    [Description("Which incidents get a postmortem; the first rule that fits counts. Without one: severities 1 and 2 required, others offered.")]
    public IReadOnlyList<PostmortemRule> Policy { get; init; } = [];

    [Description("Language of the documents where no rule says otherwise: en or de.")]
    public string Language { get; init; } = "en";

    [Description("Which templates are used; the first rule that fits counts. Without one: atlassian and four-part, and what security and loss of data ask for.")]
    public IReadOnlyList<PostmortemTemplateRule> Templates { get; init; } = [];

    [Description("Templates of the site's own, beside those that come with the app.")]
    public IReadOnlyList<OwnPostmortemTemplate> OwnTemplates { get; init; } = [];

    public ReviewSettings Review { get; init; } = new();

    public ActionSettings Actions { get; init; } = new();

    public PublishingSettings Publishing { get; init; } = new();
}

/// <summary>An empty list fits every incident.</summary>
public sealed record PostmortemRule
{
    [Description("Worst severities reached, 1 to 4; empty: all.")]
    public IReadOnlyList<int> Severities { get; init; } = [];

    [Description("Classes of incidents, like security; empty: all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    [Description("Keys of projects; empty: all.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("required, offered or none.")]
    public string Need { get; init; } = "offered";
}

/// <summary>An empty list fits every incident.</summary>
public sealed record PostmortemTemplateRule
{
    [Description("Keys of projects; empty: all.")]
    public IReadOnlyList<string> Projects { get; init; } = [];

    [Description("Classes of incidents, like security; empty: all.")]
    public IReadOnlyList<string> Classes { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Name of the template for the team; left out: the usual one of the class.")]
    public string? Internal { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Name of the template for customers; left out: the usual one of the class.")]
    public string? External { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("en or de; left out: the language of the site.")]
    public string? Language { get; init; }
}

public sealed record OwnPostmortemTemplate
{
    [Description("Your name for it; one that the app has already takes its place.")]
    public string Name { get; init; } = "";

    [Description("internal or external.")]
    public string Audience { get; init; } = "internal";

    [Description("en or de.")]
    public string Language { get; init; } = "en";

    [Description("Scriban; the parts that the app keeps up to date are placed with {{ regions.timeline }} and so on.")]
    public string Source { get; init; } = "";
}

/// <summary>How postmortems are agreed on, and by when.</summary>
public sealed record ReviewSettings
{
    public const int MostApprovals = 10;

    [Description("People who must approve a text before it counts as approved: 1 to 10.")]
    public int Approvals { get; init; } = 1;

    [Description("Whether the person who wrote a text may approve it.")]
    public bool AuthorMayApprove { get; init; }

    [Description("Calendar days after the end of an incident of severity 1 until its review is due.")]
    public int DaysForSeverity1 { get; init; } = 3;

    [Description("Working days after the end of other incidents until their review is due.")]
    public int WorkingDaysForOthers { get; init; } = 5;

    [Description("Days on which people work, like monday.")]
    public IReadOnlyList<string> WorkingDays { get; init; } = ["monday", "tuesday", "wednesday", "thursday", "friday"];

    [Description("Days like 2026-12-25 on which nobody works.")]
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    [Description("Time zone of the working days, like Europe/Berlin.")]
    public string TimeZone { get; init; } = "UTC";
}

/// <summary>Pure.</summary>
public static class PostmortemRules
{
    private const int MostDays = 90;

    public static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(PostmortemSettings? settings)
    {
        if (settings is null)
        {
            yield return ("postmortems", "It is null.", "Leave it out.");
            yield break;
        }
        if (settings.Delay is { } delay && (delay < TimeSpan.Zero || delay > TimeSpan.FromDays(30)))
            yield return ("postmortems.delay", $"{delay} is out of range.", "Give a time between 00:00:00 and 30.00:00:00.");
        if (settings.Policy is null || settings.Policy.Count > 100)
        {
            yield return ("postmortems.policy", "It is null or has more than 100 rules.", "Leave it out, or give a list.");
            yield break;
        }
        foreach (var (rule, index) in settings.Policy.Select((rule, index) => (rule, index)))
        {
            if (rule is not { Severities: not null, Classes: not null, Projects: not null, Need: "required" or "offered" or "none" })
                yield return ($"postmortems.policy[{index}].need", $"'{rule?.Need}' is no need, or a list is null.", "Use required, offered or none.");
        }
        if (settings.Review is not { } review)
        {
            yield return ("postmortems.review", "It is null.", "Leave it out.");
            yield break;
        }
        if (review.Approvals is < 1 or > ReviewSettings.MostApprovals)
            yield return ("postmortems.review.approvals", $"{review.Approvals} is out of range.", $"Give a number from 1 to {ReviewSettings.MostApprovals}.");
        foreach (var (name, days) in new[] { ("daysForSeverity1", review.DaysForSeverity1), ("workingDaysForOthers", review.WorkingDaysForOthers) })
        {
            if (days is < 1 or > MostDays)
                yield return ($"postmortems.review.{name}", $"{days} is out of range.", $"Give a number from 1 to {MostDays}.");
        }
        if (review.WorkingDays is null || review.WorkingDays.Count == 0 || review.WorkingDays.Any(day => !IsDay(day)))
            yield return ("postmortems.review.workingDays", "It has no day, or one that is none.", "Name at least one day, from monday to sunday.");
        if (review.Holidays is null || review.Holidays.Count > 500)
            yield return ("postmortems.review.holidays", "It is null or has more than 500 days.", "Leave it out, or give the days of the next years.");
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(review.TimeZone ?? "", out _))
            yield return ("postmortems.review.timeZone", $"'{review.TimeZone}' is no time zone.", "Use a name like Europe/Berlin.");
    }

    public static bool IsDay(string? name) => Enum.GetNames<DayOfWeek>().Contains(name, StringComparer.OrdinalIgnoreCase);
}
