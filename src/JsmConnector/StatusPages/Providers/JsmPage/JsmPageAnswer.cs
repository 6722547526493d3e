using System.Text.Json;
using JsmConnector.Deliveries;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>What became of one call. Nothing else is possible; a cancelled call throws.</summary>
public abstract record JsmPageAnswer
{
    /// <param name="Body">Undefined when the answer was empty or no JSON: the shapes of answers are not promised.</param>
    public sealed record Ok(JsonElement Body) : JsmPageAnswer;

    /// <summary>There is no such thing there.</summary>
    public sealed record Absent : JsmPageAnswer;

    /// <summary>Nothing to go on with now; what that means for the delivery.</summary>
    public sealed record Failed(DeliveryOutcome Outcome) : JsmPageAnswer;
}
