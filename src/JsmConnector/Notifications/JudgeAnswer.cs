using System.Globalization;
using System.Net;
using JsmConnector.Deliveries;

namespace JsmConnector.Notifications;

/// <summary>What the status of an answer means for most channels. Pure; a channel handles its own words first.</summary>
public static class JudgeAnswer
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <param name="mayRepeat">A call without an answer is made again; otherwise nobody knows.</param>
    public static DeliveryOutcome Of(ChannelAnswer answer, bool mayRepeat, DateTimeOffset now) => answer switch
    {
        ChannelAnswer.Said { IsSuccess: true } => new DeliveryOutcome.Delivered(),
        ChannelAnswer.Said { Status: HttpStatusCode.TooManyRequests } said => Limited(said.RetryAfter, now),
        ChannelAnswer.Said { Status: HttpStatusCode.Gone or HttpStatusCode.NotFound } said =>
            new DeliveryOutcome.Never($"The channel is gone ({Number(said)}). Enter its new address in the settings, then resume it.") { BreaksDestination = true },
        ChannelAnswer.Said { Status: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } said =>
            new DeliveryOutcome.Never($"The channel refuses our key ({Number(said)}). Enter a new one in the settings, then resume it.") { BreaksDestination = true },
        // 503 and its like may come from a gateway after the work was done; with a time given, the destination itself asks for patience.
        ChannelAnswer.Said said when (int)said.Status >= 500 && said.RetryAfter is { } wait => Limited(wait, now),
        ChannelAnswer.Said said when (int)said.Status >= 500 => mayRepeat
            ? new DeliveryOutcome.Later($"The channel has trouble ({Number(said)}).")
            : new DeliveryOutcome.Unknown($"The channel answered {Number(said)}; whether it told anybody is not known. Look there, then replay or skip."),
        ChannelAnswer.Said said => new DeliveryOutcome.Never($"The channel refused the message ({Number(said)})."),
        ChannelAnswer.NotSent(var why) => new DeliveryOutcome.Later(why) { IsUndone = true },
        ChannelAnswer.NoAnswer(var why) => mayRepeat ? new DeliveryOutcome.Later(why) : new DeliveryOutcome.Unknown($"{why} Whether it told anybody is not known. Look there, then replay or skip."),
        _ => throw new InvalidOperationException("An answer is one of three."),
    };

    /// <summary>The minimum; a limit without a time uses the common back-off.</summary>
    public static DeliveryOutcome.Later Limited(TimeSpan? wait, DateTimeOffset now) =>
        new("The channel limits how often it may be told.", wait is { } time ? now + (time < LongestWait ? time : LongestWait) : null) { IsUndone = true };

    private static string Number(ChannelAnswer.Said said) => ((int)said.Status).ToString(CultureInfo.InvariantCulture);
}
