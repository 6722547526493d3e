namespace JsmConnector.Webhooks.Reconciliation;

/// <summary>What Jira made of a call under the secret of the Connect app.</summary>
public enum ConnectAnswer
{
    Taken,

    /// <summary>401 or 404: as to an app that is not installed.</summary>
    Refused,

    /// <summary>No answer, or one that says nothing of the secret.</summary>
    Unknown,
}

/// <param name="Since">The first of the refusals in a row.</param>
/// <param name="Count">How many there were.</param>
public sealed record ConnectRefusals(DateTimeOffset? Since, int Count)
{
    public static ConnectRefusals None { get; } = new(null, 0);
}

/// <summary>Whether a site has uninstalled the Connect app without our hearing of it. Pure.</summary>
public static class JudgeConnect
{
    /// <summary>Long, because `uninstalled` does arrive as a rule, and being wrong silences a site.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <summary>For a site that an administrator switched off, whose refusals say little.</summary>
    public static readonly TimeSpan PatienceWhileDisabled = TimeSpan.FromDays(90);

    /// <summary>Refusals at the least: two that lie far apart, with a downtime of ours between them, prove nothing.</summary>
    public const int Enough = 100;

    /// <param name="heardAt">The last event that Jira sent through this door. It proves that the app is installed, whatever is wrong with our calls.</param>
    public static (ConnectRefusals Refusals, bool IsGone) Judge(ConnectRefusals before, DateTimeOffset? heardAt, ConnectAnswer answer, TimeSpan patience, DateTimeOffset now)
    {
        var known = before.Since < heardAt ? ConnectRefusals.None : before;
        switch (answer)
        {
            case ConnectAnswer.Taken:
                return (ConnectRefusals.None, false);
            case ConnectAnswer.Refused:
                var after = new ConnectRefusals(known.Since ?? now, known.Count + 1);
                return (after, now - after.Since >= patience && after.Count >= Enough);
            default:
                return (known, false);
        }
    }
}
