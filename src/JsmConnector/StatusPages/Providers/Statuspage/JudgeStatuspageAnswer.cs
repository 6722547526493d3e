using JsmConnector.Deliveries;

namespace JsmConnector.StatusPages.Providers.Statuspage;

/// <summary>What a failed call means for the delivery, in words that tell the administrator what to do.</summary>
public static class JudgeStatuspageAnswer
{
    private static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(60);

    /// <param name="incident">The remote incident that the call was about; null when it was about the page.</param>
    public static DeliveryOutcome Failure(StatuspageAnswer answer, StatuspageAccess access, string? incident, DateTimeOffset now) => answer switch
    {
        StatuspageAnswer.Busy busy => new DeliveryOutcome.Later("Waits for its turn: Statuspage allows one request a second for each API key.", busy.Until),
        StatuspageAnswer.Lost lost => new DeliveryOutcome.Later(lost.Reason),
        StatuspageAnswer.Refused refused => Refusal(refused, access, incident, now),
        _ => new DeliveryOutcome.Later("Statuspage answered with something unexpected."),
    };

    /// <summary>How long the key has to rest; null when the refusal was about something else.</summary>
    public static TimeSpan? Pause(StatuspageAnswer answer) =>
        answer is StatuspageAnswer.Refused { Status: 420 or 429 } limited ? limited.RetryAfter ?? DefaultPause : null;

    private static DeliveryOutcome Refusal(StatuspageAnswer.Refused refused, StatuspageAccess access, string? incident, DateTimeOffset now) =>
        refused.Status switch
        {
            // Both mean "too fast"; 420 stays beside 429 for the sake of old clients.
            420 or 429 => new DeliveryOutcome.Later(
                $"Statuspage asked for a pause ({refused.Status}).", now + (refused.RetryAfter ?? DefaultPause)),
            401 or 403 => new DeliveryOutcome.Never(
                $"The API key is not accepted; enter a new one in settings. (Statuspage answered {refused.Status}.)")
            { BreaksDestination = true },
            404 when incident is not null => new DeliveryOutcome.Never(
                $"The incident {incident} is no longer on the Statuspage page {access.PageId}: somebody deleted it there. It is not made again by itself; "
                + "if readers still need it, write it on the page by hand, then skip this delivery."),
            404 => new DeliveryOutcome.Never(
                $"Statuspage knows no page {access.PageId} for this API key; check the page id in settings.")
            { BreaksDestination = true },
            >= 300 and < 400 => new DeliveryOutcome.Never(
                $"Statuspage's address answered with a redirect ({refused.Status}), which is not followed; check Statuspage:ApiUrl."),
            408 or 409 or 425 or >= 500 => new DeliveryOutcome.Later(
                $"Statuspage could not answer ({refused.Status}).", refused.RetryAfter is { } pause ? now + pause : null),
            _ => new DeliveryOutcome.Never($"Statuspage refused the update ({refused.Status}): {refused.Message ?? "it gave no reason"}"),
        };
}
