namespace JsmConnector.Installations.Forge;

/// <summary>What became of the attempt to use a system token.</summary>
public enum TokenTried
{
    Worked,

    /// <summary>401, 403 or 404 to a token that should still be good.</summary>
    Refused,

    /// <summary>The same to a token past its life: Forge did not call, and the reason may be our firewall as well as an uninstallation.</summary>
    TooOld,

    /// <summary>There is none, or no key opens it: only time tells.</summary>
    None,

    /// <summary>No answer, or one that says nothing of the token: our own network may be the reason.</summary>
    Unknown,
}

/// <param name="IsGone">The app counts as uninstalled.</param>
public sealed record Silence(DateTimeOffset? RefusedSince, bool IsGone);

/// <summary>Forge does not tell that the app was uninstalled (FRGE-1246); the token stops working. Pure.</summary>
public static class JudgeSilence
{
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    /// <summary>How long a site stays that merely fell silent.</summary>
    public static readonly TimeSpan LongPatience = TimeSpan.FromDays(30);

    /// <remarks>Counted from the first refusal of a token that should be good, and not from the last success: after a downtime of ours every token is old, and the sites are still there.</remarks>
    public static Silence Judge(DateTimeOffset? refusedSince, DateTimeOffset lastCalledAt, TokenTried tried, DateTimeOffset now)
    {
        var since = refusedSince > lastCalledAt ? refusedSince : null;
        return tried switch
        {
            TokenTried.Worked => new Silence(null, false),
            TokenTried.Refused => new Silence(since ?? now, now - (since ?? now) >= Patience),
            TokenTried.TooOld => new Silence(since, now - since >= Patience || now - lastCalledAt >= LongPatience),
            TokenTried.None => new Silence(since, now - lastCalledAt >= LongPatience),
            _ => new Silence(since, false),
        };
    }
}
