using System.Globalization;
using JsmConnector.Deliveries;

namespace JsmConnector.Notifications.Channels.Sms;

/// <summary>What Twilio's codes mean for us, as a table: they change, so a code that is not in it is tried once more and then left to a person. Pure.</summary>
public static class TwilioCodes
{
    private static readonly HashSet<int> Reader = [21211, 21614, 21610, 21612, 30005, 30006];
    private static readonly HashSet<int> Account = [20003, 21606, 21408, 30034, 30002];
    private static readonly HashSet<int> Words = [21617, 30007];
    private static readonly HashSet<int> Passing = [30001, 30003, 30008];

    /// <summary>Twilio took the message, and the network did not deliver it.</summary>
    public static DeliveryOutcome.Never AfterAll(int code)
    {
        var named = code.ToString(CultureInfo.InvariantCulture);
        return Reader.Contains(code)
            ? new DeliveryOutcome.Never(code == 21610 ? "The reader has answered STOP." : $"The number cannot be told ({named}). Take it out, or mend it.") { BreaksDestination = true }
            : new DeliveryOutcome.Never($"The network did not deliver the message ({named}).");
    }

    public static DeliveryOutcome Judge(int code, int number, TimeSpan? wait, DateTimeOffset now)
    {
        var named = code.ToString(CultureInfo.InvariantCulture);
        if (code == 20429)
            return JudgeAnswer.Limited(wait, now);
        if (Reader.Contains(code))
            return new DeliveryOutcome.Never(code == 21610 ? "The reader has answered STOP." : $"The number cannot be told ({named}). Take it out, or mend it.") { BreaksDestination = true };
        if (Account.Contains(code))
            return new DeliveryOutcome.Never($"Twilio refuses the account, its key or its sender ({named}). Mend it, then resume.") { BreaksDestination = true };
        if (Words.Contains(code))
            return new DeliveryOutcome.Never($"Twilio refuses the words ({named}).");
        return Passing.Contains(code) || number == 1
            ? new DeliveryOutcome.Later($"Twilio could not take the message ({named}).") { IsUndone = true }
            : new DeliveryOutcome.Never($"Twilio refuses the message ({named}).");
    }
}
