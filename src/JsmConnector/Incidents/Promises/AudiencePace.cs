using System.Globalization;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Promises;

/// <param name="IsTold">The audience hears this word.</param>
/// <param name="Before">What it was promised before; null: nothing.</param>
/// <param name="NextUpdateAt">What it is promised from now on; null once there is nothing to promise.</param>
public readonly record struct Paced(bool IsTold, DateTimeOffset? Before, DateTimeOffset? NextUpdateAt);

/// <summary>
/// How often an audience further away hears of an incident. The promise to customers is the incident's own: somebody watches over it, and it brings a word by every
/// promised time. An audience with a longer interval of its own hears the last of these words by which its own promise is still kept, so that its promise needs no
/// clock of its own; and at once what is new: another stage or severity, a correction of what it heard, words that a person wrote for it alone, the end. Pure.
/// </summary>
public static class AudiencePace
{
    /// <param name="all">Updates of the incident, in order; those after <paramref name="update"/> do not count.</param>
    public static Paced Of(AudienceSettings audience, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all)
    {
        var (heard, promised) = (new List<IncidentUpdate>(), (DateTimeOffset?)null);
        foreach (var earlier in all.Where(other => other.Number < update.Number))
        {
            if (IsDue(audience, earlier, heard, promised))
            {
                heard.Add(earlier);
                promised = Next(audience, earlier);
            }
        }
        return IsDue(audience, update, heard, promised) ? new Paced(true, promised, Next(audience, update)) : new Paced(false, promised, promised);
    }

    /// <summary>
    /// Whether a recipient who is told nothing by this word is promised the next one all the same. He is not where the last word that his audience was to hear never
    /// reached him, nor where what he read then, by settings of another time, names a time before the next word comes.
    /// </summary>
    /// <param name="last">The last word before it that reached him; null: none did.</param>
    /// <param name="then">His audience when he was told that; null: there was none.</param>
    public static bool MayWait(AudienceSettings audience, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all, IncidentUpdate? last, AudienceSettings? then) =>
        last is not null && !all.Any(between => between.Number > last.Number && between.Number < update.Number && Of(audience, between, all).IsTold)
        && (then is null ? last.NextUpdateAt : Of(then, last, all).NextUpdateAt) >= update.NextUpdateAt;

    private static bool IsDue(AudienceSettings audience, IncidentUpdate update, List<IncidentUpdate> heard, DateTimeOffset? promised) =>
        Minutes(audience, update) is null || heard is not [.., var last] || promised is null || update.NextUpdateAt is not { } next || next > promised
        || update.OtherWords.ContainsKey(audience.Name) || update.Stage != last.Stage || update.Severity != last.Severity || (update.CorrectionOf is { } wrong && heard.Exists(word => word.Id == wrong));

    private static DateTimeOffset? Next(AudienceSettings audience, IncidentUpdate update)
    {
        if (update.NextUpdateAt is not { } next || Minutes(audience, update) is not { } minutes)
            return update.NextUpdateAt;
        // A person's words that name the time are read by this audience too, and hold.
        if (Written(audience, update)?.Contains(PublicWords.Time(next), StringComparison.Ordinal) == true)
            return next;
        var own = PromisePolicy.RoundDown(update.PublishedAt + TimeSpan.FromMinutes(minutes));
        return own > next ? own : next;
    }

    private static int? Minutes(AudienceSettings audience, IncidentUpdate update) =>
        audience.Minutes is { } own && own.TryGetValue(update.Severity.Level.ToString(CultureInfo.InvariantCulture), out var minutes) ? minutes : null;

    private static string? Written(AudienceSettings audience, IncidentUpdate update) =>
        update.OtherWords.TryGetValue(audience.Name, out var words) ? words : update.IsByHand && !Audience.ReadsLists(audience.Name) ? update.CustomerWords : null;
}
