namespace JsmConnector.Incidents.Publications;

/// <summary>
/// One kind of place where a document about an incident can stand. The contract is "bring the remote side to this state", whatever was there before;
/// the same task may come again after its call was carried out unseen, and must then find what the first call left: a document stands once.
/// What people changed there is never overwritten unless the task says that a person wants it. A failure is a result; the caller owns retries and
/// back-off. Nothing of a secret goes into a reason.
/// </summary>
public interface IPublicationTarget
{
    /// <summary>The first part of <see cref="PublicationTask.Target"/>: `confluence`, `builtin`, `statuspage`, `ticket`.</summary>
    string Kind { get; }

    /// <summary>Whether a draft can stand there that readers do not see.</summary>
    bool KnowsDrafts => false;

    Task<PublicationResult> BringToAsync(PublicationTask task, CancellationToken cancellationToken);
}

/// <summary>What became of a task. Nothing else is possible; a cancelled call throws.</summary>
public abstract record PublicationResult
{
    private PublicationResult() { }

    /// <summary>The remote side is in the wanted state.</summary>
    /// <param name="RemoteId">As the place calls it; null when nothing stands there any more.</param>
    /// <param name="Url">Where people read it; null when it has no page.</param>
    /// <param name="Note">What could not be had beside it and how to mend that, in a sentence.</param>
    public sealed record Stands(string? RemoteId, string? Url, string? Note = null) : PublicationResult;

    /// <summary>People changed it there, and it was left as they made it: a person decides.</summary>
    public sealed record ChangedThere(string What) : PublicationResult;

    /// <summary>It does not belong there, for a reason that no retry changes and nobody has to mend.</summary>
    public sealed record NotWanted(string Why) : PublicationResult;

    /// <summary>The text is not fit for the place: people write, then publish again.</summary>
    public sealed record Held(string Why) : PublicationResult;

    /// <summary>Trying again may help. Without a time the common back-off is used.</summary>
    public sealed record Later(string Reason, DateTimeOffset? At = null) : PublicationResult;

    /// <summary>Cannot succeed without a person.</summary>
    public sealed record Never(string Reason) : PublicationResult
    {
        /// <summary>Not this document but the place is at fault: nothing more is tried there until a person resumes it.</summary>
        public bool BreaksDestination { get; init; }
    }
}
