using System.Text.Json;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>What became of one call. Nothing else is possible; a cancelled call throws.</summary>
public abstract record ConfluenceAnswer
{
    private ConfluenceAnswer() { }

    public sealed record Ok(JsonElement Body) : ConfluenceAnswer;

    /// <param name="Message">In Confluence's words; empty when it gave none.</param>
    public sealed record Refused(int Status, string Message, TimeSpan? RetryAfter) : ConfluenceAnswer
    {
        /// <summary>Titles are unique in a space; archived pages keep theirs. Only the words tell this refusal from others.</summary>
        public bool IsTitleTaken => Status == 400 && (Message.Contains("title already exists", StringComparison.OrdinalIgnoreCase) || Message.Contains("same TITLE", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>No answer, or one that tells nothing: the call may have been carried out.</summary>
    public sealed record Lost(string Reason) : ConfluenceAnswer;
}
