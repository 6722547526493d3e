using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;

namespace JsmConnector.Api;

/// <summary>Turns Jira's answer about a caller into the answer of an API route.</summary>
public static class ApiPermissions
{
    /// <returns>Null when the caller may go on.</returns>
    public static async Task<IResult?> RefuseUnlessAsync(
        this SitePermissions permissions, AtlassianPrincipal caller, string permission, string? issueId, CancellationToken cancellationToken) =>
        await permissions.AskAsync(caller, permission, issueId, cancellationToken) switch
        {
            PermissionAnswer.Granted => null,
            PermissionAnswer.Denied(var why) => Problem.Forbidden(why, caller.Source == PrincipalSource.Api
                ? $"Make a token with a wider right on the app's administration page; this call needs {permission}."
                : $"Ask a Jira administrator for the permission {permission}."),
            PermissionAnswer.NotKnown(var why) => Problem.Unavailable(why, "Try again in a minute."),
            _ => throw new InvalidOperationException("A permission is granted, denied or not known."),
        };
}
