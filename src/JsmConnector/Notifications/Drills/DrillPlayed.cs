using JsmConnector.Incidents;
using JsmConnector.Notifications.Scores;

namespace JsmConnector.Notifications.Drills;

/// <param name="Class">Name of an incident class.</param>
/// <param name="Team">One of <see cref="DrillScript.Teams"/>.</param>
public sealed record DrillAsked(string Class, string Team);

/// <summary>What one audience would have seen on one of its channels.</summary>
/// <param name="Channel">Id of the entry in the settings; empty where the audience has none.</param>
/// <param name="Readers">How many would have been told by it.</param>
/// <param name="NotBefore">Quiet hours hold it back until then.</param>
public sealed record DrillTold(string Audience, string Channel, string Kind, int Readers, NoticePreview Shown, DateTimeOffset? NotBefore);

/// <param name="About">The name of a stage, `holding`, `correction`, or `person`.</param>
public sealed record DrillWord(int Minute, string About, Stage Stage, string Words, DateTimeOffset? NextUpdateAt, TimeSpan? Late, IReadOnlyList<DrillTold> Told);

/// <param name="Missed">Minutes at which a promise came due and nobody spoke.</param>
/// <param name="Unreached">Audiences that no channel reaches.</param>
public sealed record DrillPlayed(DrillAsked Asked, DateTimeOffset Start, CommunicationScore Score, IReadOnlyList<DrillWord> Words, IReadOnlyList<int> Missed, IReadOnlyList<string> Unreached);
