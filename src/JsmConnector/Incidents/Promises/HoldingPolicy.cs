using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Promises;

/// <summary>When the app may keep a promise by itself, and with which words. Pure.</summary>
public static class HoldingPolicy
{
    /// <summary>After so many in a row readers have learned nothing for hours; a person must write.</summary>
    public const int MostInARow = 3;

    /// <param name="said">The last word; where there is none, there is nothing that could still hold.</param>
    public static bool MayHold(Incident incident, IncidentUpdate? said, int holdingPosts, InstallationSettings settings) =>
        said is not null && settings.Promises is not { HoldingPosts: false } && holdingPosts < MostInARow && !IncidentClasses.OnlyPeopleSpeak(incident.Class);

    /// <summary>Says that nothing changed, that what was said still holds, and when the next word comes; owns up when it is late.</summary>
    public static string Words(Incident incident, IncidentUpdate said, DateTimeOffset? nextUpdateAt, TimeSpan? late, InstallationSettings settings, DateTimeOffset now) =>
        Say(incident, said, nextUpdateAt, late, settings, now).Text;

    public static SaidText Say(Incident incident, IncidentUpdate said, DateTimeOffset? nextUpdateAt, TimeSpan? late, InstallationSettings settings, DateTimeOffset now) => CustomerWords.Say(
        new Telling
        {
            Incident = incident,
            Stage = incident.Stage,
            About = Subjects.Holding,
            At = now,
            NextUpdateAt = nextUpdateAt,
            Late = late,
            Before = [said],
            Answers = Answers.Standing(said, incident),
        },
        settings);
}
