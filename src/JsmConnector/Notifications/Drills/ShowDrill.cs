using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Drills;

/// <summary>What every audience would see of a word, on each channel that the settings name for it. Asks channels for their preview and for nothing else. Pure.</summary>
internal sealed class ShowDrill(InstallationSettings settings, IReadOnlyList<INotificationChannel> channels)
{
    private const string Page = "https://status.example.com/incidents/drill";

    public IReadOnlyList<DrillTold> Told(Incident incident, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all) =>
    [
        .. from audience in settings.Audiences
           let pace = AudiencePace.Of(audience, update, all)
           where pace.IsTold
           from told in Entries(audience) is { Count: > 0 } entries
               ? entries.Select(entry => Shown(audience, pace, entry, incident, update, all))
               : [new DrillTold(audience.Name, "", "", 0, new NoticePreview(Words(audience, pace, ("", null), incident, update, all).Text, ""), null)]
           select told,
    ];

    private List<(ChannelSettings Entry, INotificationChannel Kind)> Entries(AudienceSettings audience) =>
    [
        .. from id in audience.Channels.Distinct(StringComparer.Ordinal)
           join entry in settings.Channels on id equals entry.Id
           from kind in channels.Where(channel => channel.Kind == entry.Kind).Take(1)
           where Audience.ReadsPublicWords(audience.Name) ? !kind.NamesTicket : !kind.IsPublic
           select (entry, kind),
    ];

    private DrillTold Shown(AudienceSettings audience, Paced pace, (ChannelSettings Entry, INotificationChannel Kind) place, Incident incident, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all)
    {
        var text = Words(audience, pace, (place.Kind.Kind, place.Kind.Measure), incident, update, all);
        var language = Language.Of(audience.Language);
        var notice = new Notice
        {
            Id = update.Id.Value.ToString("N"),
            Incident = "drill",
            Audience = audience.Name,
            Language = language,
            Title = KnownFacts.TitleIn(incident, language),
            Stage = update.Stage,
            Severity = update.Severity,
            Text = text.Text,
            Short = text.Short,
            SaidAt = update.PublishedAt,
            NextUpdateAt = pace.NextUpdateAt,
            Number = update.Number,
            CorrectionOf = update.CorrectionOf is { } corrected ? all.First(other => other.Id == corrected).Number : null,
            IssueKey = Audience.ReadsPublicWords(audience.Name) ? null : incident.IssueKey,
            Link = Page,
            IsNewStage = all.FirstOrDefault(other => other.Number == update.Number - 1)?.Stage != update.Stage,
        };
        return new DrillTold(
            audience.Name, place.Entry.Id, place.Kind.Kind, place.Kind.Recipients(place.Entry).Count, place.Kind.Preview(notice),
            QuietTime.Ends(audience.QuietHours, incident.Severity, update.PublishedAt));
    }

    private AudienceText Words(AudienceSettings audience, Paced pace, (string Kind, string? Form) channel, Incident incident, IncidentUpdate update, IReadOnlyList<IncidentUpdate> all) => AudienceWords.Of(
        Telling.Of(incident, update, all, pace) with { StatusPageUrl = Page, TicketUrl = $"https://your-site.atlassian.net/browse/{incident.IssueKey}" },
        update, audience.Name, Language.Of(audience.Language), channel, settings);
}
