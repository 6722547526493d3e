using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Postmortems.Rendering;

public sealed record GermanWords : DocumentWords
{
    public override string Language => "de";
    public override string Name => "Deutsch";
    public override string NotRecorded => "nicht erfasst";
    protected override string And => "und";
    protected override string OurServices => "unsere Dienste";

    public override string Time(DateTimeOffset? at) =>
        at is { } time ? time.ToUniversalTime().ToString("dd.MM.yyyy, HH:mm 'Uhr (UTC)'", CultureInfo.InvariantCulture) : NotRecorded;

    private static readonly string[] Months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"];

    public override string Outside(DateTimeOffset? at) => at is { } time ? Day(time) + time.ToUniversalTime().ToString("', 'HH:mm' Uhr (UTC)'", CultureInfo.InvariantCulture) : NotRecorded;

    public override string Period(DateTimeOffset from, DateTimeOffset? to) => to switch
    {
        null => $"Seit dem {Outside(from)}",
        { } end when end.UtcDateTime.Ticks / TimeSpan.TicksPerMinute == from.UtcDateTime.Ticks / TimeSpan.TicksPerMinute => string.Create(CultureInfo.InvariantCulture, $"Am {Day(from)} um {from.UtcDateTime:HH:mm} Uhr (UTC)"),
        { } end when end.UtcDateTime.Date == from.UtcDateTime.Date => string.Create(CultureInfo.InvariantCulture, $"Am {Day(from)} von {from.UtcDateTime:HH:mm} bis {end.UtcDateTime:HH:mm} Uhr (UTC)"),
        { } end => $"Vom {Outside(from)} bis zum {Outside(end)}",
    };

    public override string Class(string name) => name switch
    {
        "outage" => "Ausfall",
        "performance" => "Verlangsamung",
        "high_load" => "Hohe Last",
        "delayed_processing" => "Verspätete Verarbeitung",
        "partial_outage" => "Teilausfall",
        "full_outage" => "Vollständiger Ausfall",
        "data_loss" => "Datenverlust",
        "security" => "Sicherheitsvorfall",
        "third_party" => "Störung bei einem Zulieferer",
        "storage_provider" => "Störung beim Speicheranbieter",
        "maintenance" => "Wartung",
        _ => name,
    };

    public override string Decision(string decision) => decision switch { "approved" => "zugestimmt", "declined" => "abgelehnt", "pending" => "offen", _ => decision };

    public override string Duration(TimeSpan length)
    {
        if (length < TimeSpan.FromMinutes(1))
            return "weniger als eine Minute";
        var (days, hours, minutes) = ((int)length.TotalDays, length.Hours, length.Minutes);
        string[] parts = [Part(days, "Tag", "Tage"), Part(hours, "Stunde", "Stunden"), days > 0 ? "" : Part(minutes, "Minute", "Minuten")];
        return string.Join(" ", parts.Where(part => part.Length > 0));
    }

    public override string Rate(int kept, int made) => made == 0
        ? "es wurde keine Zusage gemacht"
        : string.Create(CultureInfo.InvariantCulture, $"{kept} von {made} ({kept * 100 / made} %)");

    public override string Title(IReadOnlyList<string> components) => components.Count == 0 ? "Störung unserer Dienste" : $"Störung: {Names(components)}";

    public override string Stage(Stage stage) => stage switch
    {
        Incidents.Stage.Investigating => "Wird untersucht",
        Incidents.Stage.Identified => "Erkannt",
        Incidents.Stage.Monitoring => "Unter Beobachtung",
        Incidents.Stage.Resolved => "Behoben",
        _ => "Zurückgezogen",
    };

    public override string Status(ComponentStatus? status) => status switch
    {
        null => NotRecorded,
        ComponentStatus.Operational => "In Betrieb",
        ComponentStatus.DegradedPerformance => "Beeinträchtigt",
        ComponentStatus.PartialOutage => "Teilweise ausgefallen",
        ComponentStatus.MajorOutage => "Ausgefallen",
        _ => "In Wartung",
    };

    public override string Seen(Visibility visibility) => visibility == Visibility.Public ? "öffentlich" : "intern";

    public override string Missing(WhyMissing why)
    {
        var because = why switch
        {
            WhyMissing.AppIsOff => "die App auf der Site nicht eingeschaltet ist",
            WhyMissing.GoneOrHidden => "das Ticket gelöscht wurde oder die App es nicht sehen darf",
            WhyMissing.Refused => "Jira die Auskunft verweigert hat",
            WhyMissing.Busy => "Jira gerade nicht häufiger gefragt werden darf",
            _ => "Jira nicht erreichbar war",
        };
        return $"Jiras eigene Aufzeichnung des Tickets fehlt, weil {because}. Das Folgende beruht auf dem, was Jira der App währenddessen gemeldet hat; Übergaben und Änderungen, von denen die App nichts erfahren hat, sind nicht erfasst.";
    }

    public override string Certainty(Certainty certainty) => certainty switch
    {
        Facts.Certainty.Assumed => " (erfasst als Zeitpunkt, zu dem das Ticket angelegt wurde)",
        Facts.Certainty.Corrected => " (von einem Menschen berichtigt)",
        _ => "",
    };

    public override string Row(TimelineRow row) => row switch
    {
        { Kind: "issue" } => "Ticket angelegt",
        { Said: { } said } => $"{Stage(said.Stage)}: {said.Words}",
        { Kind: "promise" or "approval" } => GermanRows.Of(row.Text),
        { Kind: "status" or "priority" or "assignee" or "resolution" or "link" or "field" } => GermanRows.Change(row.Kind, row.Text),
        { Sending: { Problem: { } problem } failed } => $"Nicht zugestellt an {Destinations(failed)}: {(problem.Length == 0 ? "kein Grund erfasst" : problem)}",
        { Sending: { } sent } => sent.Count > sent.Destinations.Count
            ? string.Create(CultureInfo.InvariantCulture, $"Zugestellt an {Destinations(sent)} ({sent.Count} Zustellungen)")
            : $"Zugestellt an {Destinations(sent)}",
        _ => row.Text,
    };

    public override string Destination(string channel, string destination) => channel switch
    {
        "statuspage" => $"Statusseite {destination}",
        "portal" => "Serviceportal",
        _ => Sendings.Name(channel, destination),
    };

    public override string Moment(MomentKind moment) => moment switch
    {
        MomentKind.ImpactStarted => "Beginn der Auswirkung",
        MomentKind.Detected => "Bemerkt",
        MomentKind.Acknowledged => "Angenommen",
        MomentKind.Identified => "Erkannt",
        MomentKind.Mitigated => "Abhilfe wirksam",
        _ => "Behoben",
    };

    private string Destinations(SendingRow row) => Names([.. row.Destinations.Select(name => name
        .Replace("status page ", "Statusseite ", StringComparison.Ordinal).Replace("service portal", "Serviceportal", StringComparison.Ordinal))]);

    private static string Day(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime.Day}. {Months[at.UtcDateTime.Month - 1]} {at.UtcDateTime.Year}");

    private static string Part(int count, string one, string many) =>
        count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
