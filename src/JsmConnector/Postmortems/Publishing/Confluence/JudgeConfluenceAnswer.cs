using System.Globalization;
using JsmConnector.Incidents.Publications;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>What a failed call means, in words that tell the administrator what to do. Pure.</summary>
internal static class JudgeConfluenceAnswer
{
    /// <summary>A document that makes Confluence fail would keep all others waiting.</summary>
    private const int MostErrors = 8;

    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(30);

    /// <param name="attempt">Number of the attempt.</param>
    /// <param name="space">Key of the space in the settings.</param>
    public static PublicationResult Failure(ConfluenceAnswer answer, int attempt, string space, DateTimeOffset now) => answer switch
    {
        ConfluenceAnswer.Lost(var reason) => new PublicationResult.Later(reason),
        ConfluenceAnswer.Refused refused => Refusal(refused, attempt, space, now),
        _ => new PublicationResult.Later("Confluence answered with something unexpected."),
    };

    private static PublicationResult Refusal(ConfluenceAnswer.Refused refused, int attempt, string space, DateTimeOffset now)
    {
        var status = refused.Status.ToString(CultureInfo.InvariantCulture);
        var said = refused.Message.Length == 0 ? $"({status})" : $"({status}: {refused.Message})";
        return refused.Status switch
        {
            401 => new PublicationResult.Never($"Confluence does not accept the API token {said}. Tokens live a year at most: make a new one and enter it at postmortems.publishing.confluence in the settings.")
            { BreaksDestination = true },
            403 => new PublicationResult.Never($"The account may not write pages in Confluence {said}. Give it the right to add pages to the space {space}, and a token with scopes the ones for pages."),
            404 => new PublicationResult.Never($"Confluence shows no space {space}, or no such parent page in it, to the account {said}. Check the settings, and give the account the right to view and add pages there."),
            413 => new PublicationResult.Held("The postmortem is larger than the 5 MB that Confluence takes. Move the longest part into a document of its own and link it."),
            429 => new PublicationResult.Later("Confluence limits how often it may be asked.", now + (refused.RetryAfter ?? DefaultPause)),
            408 or 409 or 425 => new PublicationResult.Later($"Confluence could not answer {said}."),
            >= 500 when attempt >= MostErrors => new PublicationResult.Never($"Confluence failed {attempt.ToString(CultureInfo.InvariantCulture)} times with this document {said}. Publish again when Confluence works; if it still fails, shorten the text."),
            >= 500 => new PublicationResult.Later($"Confluence could not answer {said}.", refused.RetryAfter is { } pause ? now + pause : null),
            < 400 => new PublicationResult.Never($"Confluence's address answered with a redirect {said}, which is not followed. Check the site's address."),
            _ => new PublicationResult.Never($"Confluence refused the page {said}."),
        };
    }
}
