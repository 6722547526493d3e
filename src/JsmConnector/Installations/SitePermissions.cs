using System.Collections.Concurrent;
using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

public abstract record PermissionAnswer
{
    public sealed record Granted : PermissionAnswer;

    public sealed record Denied(string Why) : PermissionAnswer;

    /// <summary>Jira did not say. Treated like denied, but told apart so that the reader knows to try again.</summary>
    public sealed record NotKnown(string Why) : PermissionAnswer;
}

/// <summary>
/// What a caller may do, asked from Jira: a valid token tells who somebody is, not what he may do; any portal customer can get one.
/// Answers are kept for 30 seconds; a grant can outlive its withdrawal by as long.
/// </summary>
public sealed class SitePermissions(JiraSites sites, TimeProvider clock)
{
    public const string Administer = "ADMINISTER";
    public const string Browse = "BROWSE_PROJECTS";
    public const string Edit = "EDIT_ISSUES";

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<(Guid Installation, string Account, string Permission, string? Issue), (PermissionAnswer Answer, DateTimeOffset Until)> _answers = new();

    /// <param name="issueId">The issue that a project permission is asked for; null asks for a global permission.</param>
    public async Task<PermissionAnswer> AskAsync(AtlassianPrincipal caller, string permission, string? issueId, CancellationToken cancellationToken)
    {
        if (caller.Source == PrincipalSource.Api)
            return caller.Grants.Contains(permission) ? new PermissionAnswer.Granted() : new PermissionAnswer.Denied("This API token was not made for that.");
        if (caller is not { Kind: AccountKind.Agent, AccountId: { } account })
            return new PermissionAnswer.Denied("Only people who work in Jira may do this.");
        var key = (caller.InstallationId, account, permission, issueId);
        if (_answers.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
            return known.Answer;
        var answer = await AskJiraAsync(new InstallationId(caller.InstallationId), account, permission, issueId, cancellationToken);
        if (_answers.Count > Most)
            _answers.Clear();
        if (answer is not PermissionAnswer.NotKnown)
            _answers[key] = (answer, clock.GetUtcNow() + Kept);
        return answer;
    }

    private async Task<PermissionAnswer> AskJiraAsync(InstallationId installation, string account, string permission, string? issueId, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(installation, cancellationToken) is not { } jira)
            return new PermissionAnswer.Denied("The app is not enabled on this site.");
        if (issueId is null)
            return Read(await jira.CheckPermissionsAsync(new PermissionQuestion { AccountId = account, GlobalPermissions = [permission] }, cancellationToken),
                grants => grants.HasGlobal(permission));
        if (!long.TryParse(issueId, NumberStyles.None, CultureInfo.InvariantCulture, out var issue))
            return new PermissionAnswer.Denied("The issue has no numeric id.");
        var question = new PermissionQuestion
        {
            AccountId = account,
            ProjectPermissions = [new ProjectPermissionQuestion { Permissions = [permission], IssueIds = [issue] }],
        };
        return Read(await jira.CheckPermissionsAsync(question, cancellationToken), grants => grants.HasOnIssue(permission, issue));
    }

    private static PermissionAnswer Read(JiraResult<PermissionGrants> result, Func<PermissionGrants, bool> isGranted) => result switch
    {
        JiraResult<PermissionGrants>.Ok(var grants) => isGranted(grants)
            ? new PermissionAnswer.Granted()
            : new PermissionAnswer.Denied("Your Jira permissions do not allow this."),
        JiraResult<PermissionGrants>.Refused(var status, _) => new PermissionAnswer.NotKnown($"Jira refused to tell what you may do ({status.ToString(CultureInfo.InvariantCulture)})."),
        _ => new PermissionAnswer.NotKnown("Jira could not be asked what you may do."),
    };
}
