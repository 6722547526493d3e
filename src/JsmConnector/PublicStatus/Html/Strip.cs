using System.Globalization;
using System.Text;
using System.Text.Json;
using JsmConnector.Incidents;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus.Html;

/// <summary>
/// The days of a component as bars. Quiet days share one path, days with trouble are shapes of their own with their text; so a strip costs a tenth of
/// ninety elements. Every state has a height of its own: the strip reads the same in grey.
/// </summary>
public sealed record Strip(PageComponent Component, Language Words)
{
    public const int Height = 34, Step = 8, Width = 6;
    private const int Quiet = 22, NoData = 6;

    public sealed record Bar(int X, int Tall, string CssClass, string Text);

    public IEnumerable<Bar> Trouble => Component.Days.Select((day, index) => (day, index)).Where(pair => IsTrouble(pair.day))
        .Select(pair => new Bar(pair.index * Step, Tall(pair.day.Worst!.Value), pair.day.Worst!.Value.Tone().CssClass(), $"{Words.Date(pair.day.Day)}: {Said(pair.day)}"));

    public string QuietPath => Path(day => day.Worst == ComponentStatus.Operational, Quiet);

    public string NoDataPath => Path(day => day.Worst is null, NoData);

    public string Summary => Component.Uptime is not { } percent ? Words["no-data"]
        // A component younger than the strip says since when it is counted; a share of its first hours would say nothing.
        : Component.Days.Sum(day => day.Known.TotalHours) < 24 ? Words.Say("counted-since", Words.Date(Component.Row.CreatedAt))
        : Component.Days[0].Worst is null ? Words.Say("uptime-since", Words.Percent(percent), Words.Date(Component.Row.CreatedAt))
        : Words.Say("uptime-in-90", Words.Percent(percent));

    /// <summary>What the script needs to say any day: the first one, how many have no data, and the words of those with trouble.</summary>
    public string Days => JsonSerializer.Serialize(new
    {
        first = Component.Days[0].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        none = Component.Days.TakeWhile(day => day.Worst is null).Count(),
        trouble = Component.Days.Select((day, index) => (day, index)).Where(pair => IsTrouble(pair.day))
            .ToDictionary(pair => pair.index.ToString(CultureInfo.InvariantCulture), pair => Said(pair.day), StringComparer.Ordinal),
    });

    private static bool IsTrouble(UptimeDay day) => day.Worst is { } worst && worst != ComponentStatus.Operational;

    private string Said(UptimeDay day)
    {
        var state = Words.Status(day.Worst!.Value.Name());
        return day.Down > TimeSpan.Zero ? Words.Say("day-downtime", state, Words.Duration(day.Down)) : state;
    }

    private static int Tall(ComponentStatus worst) => worst switch
    {
        ComponentStatus.UnderMaintenance => Quiet,
        ComponentStatus.DegradedPerformance => 26,
        ComponentStatus.PartialOutage => 30,
        _ => Height,
    };

    private string Path(Func<UptimeDay, bool> belongs, int tall)
    {
        var path = new StringBuilder();
        for (var i = 0; i < Component.Days.Count; i++)
        {
            if (belongs(Component.Days[i]))
                path.Append(CultureInfo.InvariantCulture, $"M{i * Step} {Height - tall}h{Width}v{tall}h-{Width}z");
        }
        return path.ToString();
    }
}
