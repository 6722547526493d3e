using JsmConnector.Incidents.Wording;
using JsmConnector.Notifications;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Administration.Words;

/// <summary>A text as a notice about the sample incident. Pure.</summary>
public static class SampleNotice
{
    public static Notice Of(Telling telling, TextChoice choice, string text, string? brief)
    {
        var language = Language.Of(choice.Language);
        return new Notice
        {
            Id = Guid.CreateVersion7(telling.At).ToString("N"),
            Incident = "sample",
            Audience = choice.Audience,
            Language = language,
            Title = KnownFacts.TitleIn(telling.Incident, language),
            Stage = telling.Stage,
            Severity = telling.Incident.Severity,
            Text = text,
            Short = brief,
            SaidAt = telling.At,
            NextUpdateAt = telling.NextUpdateAt,
            Number = telling.Before.Count + 1,
            IssueKey = Audience.ReadsPublicWords(choice.Audience) ? null : telling.Incident.IssueKey,
            Link = telling.StatusPageUrl,
            IsNewStage = true,
        };
    }
}
