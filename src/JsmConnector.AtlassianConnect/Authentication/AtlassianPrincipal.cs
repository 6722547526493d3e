using Microsoft.AspNetCore.Http;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Who is calling, whichever door was used. A principal is identity, not permission: ask Jira what the account may see or do.</summary>
public sealed record AtlassianPrincipal
{
    public required Guid InstallationId { get; init; }

    /// <summary>Null exactly when <see cref="Kind"/> is anonymous or app: an anonymous caller never counts as the app.</summary>
    public string? AccountId { get; init; }

    public required AccountKind Kind { get; init; }

    public required PrincipalSource Source { get; init; }

    public string? ModuleKey { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public string? IssueId { get; init; }
    public string? IssueKey { get; init; }
    public string? ProjectId { get; init; }
    public string? ProjectKey { get; init; }

    /// <summary>Permissions that a caller carries with him instead of having them asked from Jira: those of an API token. Empty for everybody else.</summary>
    public IReadOnlyList<string> Grants { get; init; } = [];

    /// <summary>What a session token was made for; null with every other source.</summary>
    public string? Purpose { get; init; }
}

public enum AccountKind
{
    Anonymous,

    /// <summary>A portal-only account (`qm:…`).</summary>
    Customer,

    /// <summary>An ordinary Atlassian account. Says nothing of a licence: a customer may have one too.</summary>
    Agent,

    App,
}

public enum PrincipalSource
{
    Connect,
    Forge,
    Session,
    Api,

    /// <summary>An admin webhook: proves the site, names nobody.</summary>
    SignedWebhook,
}

public static class AtlassianPrincipals
{
    /// <summary>The caller of a route that requires a token. Throws on a route that does not: there is nobody to return.</summary>
    public static AtlassianPrincipal GetAtlassianPrincipal(this HttpContext context) =>
        context.FindAtlassianPrincipal()
        ?? throw new InvalidOperationException("This route has no verified caller: it lacks RequireConnectToken or RequireSession.");

    public static AtlassianPrincipal? FindAtlassianPrincipal(this HttpContext context) => context.Features.Get<AtlassianPrincipal>();

    /// <summary>For other doors (Forge, API tokens) that verified the caller themselves.</summary>
    public static void SetAtlassianPrincipal(this HttpContext context, AtlassianPrincipal principal) => context.Features.Set(principal);

    /// <summary>Portal-only accounts are `qm:&lt;uuid&gt;:&lt;uuid&gt;`; Forge calls a visitor without account `unidentified`.</summary>
    public static AccountKind KindOf(string? accountId) => accountId switch
    {
        null or "" or "unidentified" => AccountKind.Anonymous,
        _ when accountId.StartsWith("qm:", StringComparison.Ordinal) => AccountKind.Customer,
        _ => AccountKind.Agent,
    };
}
