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

/// <summary>Whether a site has uninstalled the Connect app without our hearing of it. Pure.</summary>
public static class JudgeConnect
{
    /// <summary>Long, because `uninstalled` does arrive as a rule, and being wrong silences a site.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(7);

    /// <param name="refusedSince">The first of the refusals in a row that were noted.</param>
    /// <param name="heardAt">The last event that Jira sent. It proves that the app is installed, whatever is wrong with our calls.</param>
    /// <returns>Since when Jira refuses, and whether the app counts as uninstalled.</returns>
    public static (DateTimeOffset? RefusedSince, bool IsGone) Judge(DateTimeOffset? refusedSince, DateTimeOffset? heardAt, ConnectAnswer answer, DateTimeOffset now)
    {
        var since = refusedSince < heardAt ? null : refusedSince;
        return answer switch
        {
            ConnectAnswer.Taken => (null, false),
            ConnectAnswer.Refused => (since ?? now, now - (since ?? now) >= Patience),
            _ => (since, false),
        };
    }
}
