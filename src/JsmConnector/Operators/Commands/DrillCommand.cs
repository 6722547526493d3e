using System.Globalization;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Drills;
using JsmConnector.Operators.Sites;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Operators.Commands;

/// <summary>`drill …` on the command line: the same hour as on the administrators' screen, as text.</summary>
internal sealed class DrillCommand(IServiceProvider services, CommandLine line)
{
    public async Task<int> PlayAsync(string site, IReadOnlyList<string> wishes, CancellationToken cancellationToken)
    {
        var team = wishes.Contains(DrillScript.Silent, StringComparer.Ordinal) ? DrillScript.Silent : DrillScript.Attentive;
        var incidentClass = wishes.FirstOrDefault(wish => wish != DrillScript.Silent) ?? IncidentClasses.General;
        if (!IncidentClasses.All.Contains(incidentClass, StringComparer.Ordinal) || incidentClass == IncidentClasses.Maintenance)
            return await CommandLine.SayAsync(line.Error, $"There is no class '{incidentClass}'. Use {string.Join(", ", IncidentClasses.All.Where(name => name != IncidentClasses.Maintenance))}.", CommandLine.Misused);
        if (await services.GetRequiredService<ListSites>().FindAsync(site, cancellationToken) is not { } found)
            return await CommandLine.SayAsync(line.Error, $"There is no site '{site}'. See: dotnet JsmConnector.dll installations list", CommandLine.Failed);
        services.GetRequiredService<TenantScope>().Enter(found.Id);
        var settings = await services.GetRequiredService<CurrentSettings>().GetAsync(found.Id, cancellationToken);
        var played = PlayDrill.Of(new DrillAsked(incidentClass, team), settings, [.. services.GetServices<INotificationChannel>()], services.GetRequiredService<TimeProvider>().GetUtcNow());
        foreach (var word in played.Words)
            await WriteAsync(word);
        return await CommandLine.SayAsync(line.Out, Score(played), CommandLine.Done);
    }

    private async Task WriteAsync(DrillWord word)
    {
        await line.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Minute {word.Minute,2}  {word.About}{Environment.NewLine}    {word.Words}"));
        foreach (var told in word.Told)
        {
            var readers = told.Channel.Length == 0 ? "no channel" : string.Create(CultureInfo.InvariantCulture, $"{told.Channel} ({told.Kind}), {told.Readers} readers");
            await line.Out.WriteLineAsync($"    {told.Audience,-12} {readers}{(told.NotBefore is { } until ? $", held back until {until.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture)} UTC" : "")}");
            await line.Out.WriteLineAsync($"      {told.Shown.Text.ReplaceLineEndings($"{Environment.NewLine}      ")}");
        }
        await line.Out.WriteLineAsync();
    }

    private static string Score(DrillPlayed played)
    {
        var (score, words) = (played.Score, Language.Of(Language.Fallback));
        var lines = new List<string>
        {
            "Nothing was sent and nothing was stored.",
            $"First word       {Length(score.FirstWord)}",
            $"Longest silence  {Length(score.LongestSilence)}",
            string.Create(CultureInfo.InvariantCulture, $"Promises kept    {score.Kept} of {score.Promised}"),
            string.Create(CultureInfo.InvariantCulture, $"Corrections      {score.Corrections}"),
        };
        if (played.Unreached.Count > 0)
            lines.Add($"No channel for   {string.Join(", ", played.Unreached)}");
        return string.Join(Environment.NewLine, lines);

        string Length(TimeSpan? length) => length is { } known ? words.Duration(known) : "not recorded";
    }
}
