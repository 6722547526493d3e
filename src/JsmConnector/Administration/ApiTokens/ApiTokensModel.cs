using JsmConnector.Installations.ApiTokens;

namespace JsmConnector.Administration.ApiTokens;

public sealed record ApiTokensModel
{
    public required DateTimeOffset Now { get; init; }
    public required IReadOnlyList<ApiTokenRow> Tokens { get; init; }

    /// <summary>The token that was just made, shown this once.</summary>
    public string? Made { get; init; }
    public Done? Done { get; init; }

    /// <summary>What was wrong with the name, and what was typed.</summary>
    public string? NameProblem { get; init; }
    public string? Name { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}

public sealed record ApiTokenRow(Guid Id, string Name, ApiTokenRight Right, DateTimeOffset MadeAt, DateTimeOffset? LastUsedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public static ApiTokenRow Of(ApiToken token) => new(token.Id.Value, token.Name, token.Right, token.MadeAt, token.LastUsedAt, token.ExpiresAt, token.RevokedAt);

    public bool Works(DateTimeOffset now) => RevokedAt is null && ExpiresAt > now;

    public string RightLabel => Right switch
    {
        ApiTokenRight.Administer => "Read, publish, change settings",
        ApiTokenRight.Publish => "Read and publish",
        _ => "Read",
    };
}
