using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using JsmConnector.Incidents;

namespace JsmConnector.PublicStatus;

/// <summary>
/// The days of a bar in a snapshot as runs of equal days, `2026-08-26 0:0:86400*85 3:1800:86400*1`: written out, the days of 2,000 components would be
/// a file of many megabytes for every change.
/// </summary>
public sealed class UptimeDaysJson : JsonConverter<IReadOnlyList<UptimeDay>>
{
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<UptimeDay> value, JsonSerializerOptions options)
    {
        var text = new StringBuilder(value.Count == 0 ? "" : value[0].Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        for (var i = 0; i < value.Count;)
        {
            var from = i;
            while (i < value.Count && value[i] with { Day = value[from].Day } == value[from])
                i++;
            var day = value[from];
            text.Append(CultureInfo.InvariantCulture, $" {(day.Worst is { } worst ? (int)worst : -1)}:{(long)day.Down.TotalSeconds}:{(long)day.Known.TotalSeconds}*{i - from}");
        }
        writer.WriteStringValue(text.ToString());
    }

    public override IReadOnlyList<UptimeDay> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var parts = (reader.GetString() ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var days = new List<UptimeDay>();
        if (parts.Length == 0)
            return days;
        var day = DateOnly.ParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        foreach (var run in parts.Skip(1))
        {
            long[] numbers = [.. run.Split(':', '*').Select(number => long.Parse(number, CultureInfo.InvariantCulture))];
            for (var i = 0; i < Math.Min(numbers[3], Uptime.Days); i++, day = day.AddDays(1))
                days.Add(new UptimeDay(day, numbers[0] < 0 ? null : (ComponentStatus)numbers[0], TimeSpan.FromSeconds(numbers[1]), TimeSpan.FromSeconds(numbers[2])));
        }
        return days;
    }
}
