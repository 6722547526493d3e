namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Every answer a call to Jira can have. Nothing is retried here: the row that asked decides.</summary>
public abstract record JiraResult<T>
{
    private JiraResult() { }

    public sealed record Ok(T Value) : JiraResult<T>;

    /// <summary>Gone, or not visible to the app.</summary>
    public sealed record NotFound : JiraResult<T>;

    /// <summary>Jira understood and said no; the same call will be refused again.</summary>
    public sealed record Refused(int Status, string Message) : JiraResult<T>;

    /// <param name="Delay">The shortest wait Jira asks for.</param>
    /// <param name="Reason">`RateLimit-Reason`, for example `jira-per-issue-on-write`.</param>
    public sealed record RateLimited(TimeSpan Delay, string? Reason) : JiraResult<T>;

    /// <summary>No usable answer. A write may or may not have happened: look before writing again.</summary>
    public sealed record Unreachable(string Reason, TimeSpan? RetryAfter = null) : JiraResult<T>;

    /// <summary>The value, or the default when there is none: for callers to whom all failures are alike.</summary>
    public T? ValueOrDefault() => this is Ok ok ? ok.Value : default;

    public JiraResult<TOther> Select<TOther>(Func<T, TOther> select) => this switch
    {
        Ok ok => new JiraResult<TOther>.Ok(select(ok.Value)),
        NotFound => new JiraResult<TOther>.NotFound(),
        Refused refused => new JiraResult<TOther>.Refused(refused.Status, refused.Message),
        RateLimited limited => new JiraResult<TOther>.RateLimited(limited.Delay, limited.Reason),
        Unreachable unreachable => new JiraResult<TOther>.Unreachable(unreachable.Reason, unreachable.RetryAfter),
        _ => throw new InvalidOperationException("Unknown result."),
    };
}
