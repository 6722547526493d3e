using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;

namespace JsmConnector.Installations.Settings;

public sealed record PromiseSettings
{
    /// <summary>Never for security incidents and loss of data, and at most three times in a row.</summary>
    [Description("Whether a promised update that nobody wrote goes out as a neutral \"nothing new yet\" with a new time. Never for security and loss of data, at most three in a row.")]
    public bool HoldingPosts { get; init; } = true;

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("Minutes until the next update is promised, by severity, like {\"1\": 15, \"2\": 30}: 10 to 60, because customers are told within the hour. A severity that is left out follows the stage: 20 to 60 minutes.")]
    public IReadOnlyDictionary<string, int>? Minutes { get; init; }

    /// <summary>The shortest of the usual promises, in minutes by severity: those of a trouble that is still looked into.</summary>
    public static IReadOnlyDictionary<string, int> ShortestUsual { get; } = new Dictionary<string, int> { ["1"] = 20, ["2"] = 30, ["3"] = 60, ["4"] = 60 };

    internal static IEnumerable<(string Field, string Reason, string Mend)> Mistakes(PromiseSettings? promises)
    {
        foreach (var (severity, minutes) in promises?.Minutes ?? new Dictionary<string, int>())
        {
            if (severity is not ("1" or "2" or "3" or "4"))
                yield return ($"promises.minutes.{severity}", $"There is no severity '{severity}'.", "Use 1, 2, 3 or 4.");
            else if (minutes is < 10 or > 60)
                yield return ($"promises.minutes.{severity}", string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes are less than 10, or more than the hour within which customers are told."), "Use 10 to 60.");
        }
    }
}
