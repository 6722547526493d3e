namespace JsmConnector.Incidents.Wording;

/// <summary>
/// What readers hear of a security incident or a loss of data while nobody has read the words first: that there is a problem, with what, since when, and when
/// the next word comes. Nothing of its kind, its cause or how far the work is, and no answer. The people who solve it and those who lead them read all. Pure.
/// </summary>
public static class Unapproved
{
    public static bool Binds(Telling telling, string audience) =>
        telling.IsUnread && Audience.IsShielded(audience) && (IncidentClasses.OnlyPeopleSpeak(telling.Incident.Class) || IncidentClasses.OnlyPeopleSpeak(telling.ClassThen ?? ""));

    public static (Telling Telling, TextWanted Wanted) Narrow(Telling telling, TextWanted wanted) =>
        Binds(telling, wanted.Audience) ? (telling with { Answers = Answers.Nothing }, wanted with { Class = IncidentClasses.Unapproved }) : (telling, wanted);
}
