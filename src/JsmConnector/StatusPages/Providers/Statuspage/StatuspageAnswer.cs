using System.Text.Json;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What became of one call. Nothing else is possible; a cancelled call throws.</summary>
public abstract record StatuspageAnswer
{
    public sealed record Ok(JsonElement Body) : StatuspageAnswer;

    /// <param name="Message">In Statuspage's words, without our key; null when it gave none.</param>
    public sealed record Refused(int Status, string? Message, TimeSpan? RetryAfter) : StatuspageAnswer;

    /// <summary>No answer, or one that tells nothing: the call may have been carried out.</summary>
    public sealed record Lost(string Reason) : StatuspageAnswer;

    /// <summary>Not called: the budget of the key is spent for now.</summary>
    public sealed record Busy(DateTimeOffset Until) : StatuspageAnswer;
}
