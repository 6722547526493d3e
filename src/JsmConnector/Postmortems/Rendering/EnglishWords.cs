using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems.Rendering;

public sealed record EnglishWords : DocumentWords
{
    public override string Language => "en";
    public override string Name => "English";
    public override string NotRecorded => "not recorded";
    protected override string And => "and";
    protected override string OurServices => "our services";

    public override string Outside(DateTimeOffset? at) => at is { } time ? time.ToUniversalTime().ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture) : NotRecorded;

    public override string Period(DateTimeOffset from, DateTimeOffset? to) => to switch
    {
        null => $"Since {Outside(from)}",
        { } end when end.UtcDateTime.Ticks / TimeSpan.TicksPerMinute == from.UtcDateTime.Ticks / TimeSpan.TicksPerMinute => string.Create(CultureInfo.InvariantCulture, $"On {from.UtcDateTime:d MMMM yyyy} at {from.UtcDateTime:HH:mm} UTC"),
        { } end when end.UtcDateTime.Date == from.UtcDateTime.Date => string.Create(CultureInfo.InvariantCulture, $"On {from.UtcDateTime:d MMMM yyyy} from {from.UtcDateTime:HH:mm} to {end.UtcDateTime:HH:mm} UTC"),
        { } end => $"From {Outside(from)} to {Outside(end)}",
    };

    public override string Class(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' ');

    public override string Duration(TimeSpan length) => PublicWords.Duration(length);

    public override string Rate(int kept, int made) => made == 0
        ? "no promise was made"
        : string.Create(CultureInfo.InvariantCulture, $"{kept} of {made} ({kept * 100 / made} %)");

    public override string Title(IReadOnlyList<string> components) => PublicWords.Title(components);

    public override string Stage(Stage stage) => stage.Label();

    public override string Status(ComponentStatus? status) => status?.Label() ?? NotRecorded;

    public override string Seen(Visibility visibility) => visibility == Visibility.Public ? "public" : "internal";

    public override string Missing(WhyMissing why) =>
        $"Jira's own history of the ticket is missing, because {why.Because()}. What follows rests on what Jira told the app while it happened; hand-offs and changes the app did not hear of are not recorded.";

    public override string Certainty(Certainty certainty) => certainty switch
    {
        Facts.Certainty.Assumed => " (recorded as the time the ticket was created)",
        Facts.Certainty.Corrected => " (corrected by a person)",
        _ => "",
    };

    public override string Row(TimelineRow row) => row switch
    {
        { Kind: "issue" } => "Ticket created",
        { Said: { } said } => $"{Stage(said.Stage)}: {said.Words}",
        { Sending: { Problem: { } problem } failed } => $"Not delivered to {Names(failed.Destinations)}: {(problem.Length == 0 ? "no reason recorded" : problem)}",
        { Sending: { } sent } => sent.Count > sent.Destinations.Count
            ? string.Create(CultureInfo.InvariantCulture, $"Delivered to {Names(sent.Destinations)} ({sent.Count} deliveries)")
            : $"Delivered to {Names(sent.Destinations)}",
        { Kind: "link" } when row.Text.StartsWith(Linked, StringComparison.Ordinal) => $"Linked: {row.Text[Linked.Length..]}",
        _ => row.Text,
    };

    private const string Linked = "Link: none → ";

    public override string Destination(string channel, string destination) => Sendings.Name(channel, destination);

    public override string Moment(MomentKind moment) => moment switch
    {
        MomentKind.ImpactStarted => "Impact began",
        MomentKind.Detected => "Detected",
        MomentKind.Acknowledged => "Acknowledged",
        MomentKind.Identified => "Identified",
        MomentKind.Mitigated => "Fix in place",
        _ => "Resolved",
    };
}
