using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Postmortems.Publishing;

/// <summary>Pure: the text that goes to a place, and whether it is fit to.</summary>
public static class PublicationDocuments
{
    private const int LongestTitle = 200;

    public static PublicationDocument Of(Incident incident, PostmortemVersion version, TemplateAudience audience)
    {
        var markdown = LivingDocument.WithoutMarks(audience == TemplateAudience.External ? version.ExternalMarkdown : version.InternalMarkdown).Trim('\n') + "\n";
        return new PublicationDocument(audience == TemplateAudience.External ? incident.PublicTitle : TeamTitle(incident), markdown);
    }

    /// <returns>Why the text may not go out yet; null when it may.</returns>
    public static string? WhyNot(Incident incident, PublicationDocument document, TemplateAudience audience) => audience switch
    {
        TemplateAudience.External when UnfilledPrompts.CountIn(document.Markdown) is > 0 and var prompts =>
            $"{(prompts == 1 ? "One place waits" : $"{prompts} places wait")} for words of people in the account for customers. Write them or delete the prompts, have the text approved, then publish.",
        TemplateAudience.External when document.Markdown.Contains(incident.IssueKey, StringComparison.OrdinalIgnoreCase) =>
            $"The account for customers names the ticket {incident.IssueKey}. Take it out, have the text approved, then publish.",
        TemplateAudience.External when Review.AccountFindings.In(incident, document.Markdown).FirstOrDefault(finding => !finding.MayBeAccepted) is { } secret =>
            $"The account for customers holds '{secret.Found}'. {secret.Reason} {secret.Mend} Have the text approved, then publish.",
        _ => null,
    };

    /// <summary>The key makes it ours: pages of people hardly have it in front.</summary>
    private static string TeamTitle(Incident incident)
    {
        var title = $"{incident.IssueKey} postmortem: {(incident.Published ? incident.PublicTitle : incident.Summary ?? "incident")}";
        var line = string.Join(' ', title.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestTitle ? line : line[..(char.IsHighSurrogate(line[LongestTitle - 1]) ? LongestTitle - 1 : LongestTitle)].TrimEnd();
    }
}
