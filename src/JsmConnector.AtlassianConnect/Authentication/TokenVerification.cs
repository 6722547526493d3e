namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>What became of a token: verified with its claims, or refused with the reason.</summary>
public abstract record TokenVerification
{
    private TokenVerification() { }

    public sealed record Verified(ConnectClaims Claims) : TokenVerification;

    public sealed record Refused(TokenRefusal Reason) : TokenVerification;
}

/// <summary>The claims of a verified token. Times are UTC.</summary>
public sealed record ConnectClaims
{
    /// <summary>The site's client key.</summary>
    public required string Issuer { get; init; }

    /// <summary>Account id; null for an anonymous visitor and for most webhooks.</summary>
    public string? Subject { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Jira sends none; one that is there counts.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The token named no request (`context-qsh`): only <see cref="Context"/> says what the viewer looks at.</summary>
    public required bool IsContextToken { get; init; }

    public ConnectContext Context { get; init; } = ConnectContext.Empty;
}

/// <summary>The `context` claim: what the viewer was looking at when Jira made the token.</summary>
public sealed record ConnectContext
{
    public static ConnectContext Empty { get; } = new();

    public string? AccountId { get; init; }
    public string? IssueId { get; init; }
    public string? IssueKey { get; init; }
    public string? ProjectId { get; init; }
    public string? ProjectKey { get; init; }
    public string? ModuleKey { get; init; }
}
