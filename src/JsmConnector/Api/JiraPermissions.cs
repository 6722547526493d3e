using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Api;

public sealed class JiraPermissions
{
    public Task<IResult?> RefuseUnlessAsync(AtlassianPrincipal caller, string permission, string? issueId, CancellationToken cancellationToken) => Task.FromResult<IResult?>(null);
}
