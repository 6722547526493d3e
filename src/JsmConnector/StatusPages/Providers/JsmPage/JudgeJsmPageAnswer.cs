using JsmConnector.Deliveries;

namespace JsmConnector.StatusPages.Providers.JsmPage;

/// <summary>What a refusal means for the delivery, in words that tell the administrator what to do. Pure.</summary>
public static class JudgeJsmPageAnswer
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    public static DeliveryOutcome Refusal(int status, TimeSpan? retryAfter, DateTimeOffset now)
    {
        var at = retryAfter is { Ticks: >= 0 } wait ? now + (wait < LongestWait ? wait : LongestWait) : (DateTimeOffset?)null;
        return status switch
        {
            401 or 403 => new DeliveryOutcome.Never($"Jira Service Management does not accept the token for this page ({status}). Enter a new one in settings, then resume the page.") { BreaksDestination = true },
            408 or 409 or 425 or 429 or >= 500 => new DeliveryOutcome.Later($"Jira Service Management asks to come again ({status}).", at),
            >= 300 and < 400 => new DeliveryOutcome.Never($"Atlassian's gateway answered with a redirect ({status}), which is not followed; check Atlassian:ApiUrl."),
            _ => new DeliveryOutcome.Never($"Jira Service Management refused the update ({status}). Its API is experimental and may have changed."),
        };
    }
}
