using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Forge;

/// <summary>The one principal, from an invocation. Pure.</summary>
internal static class ForgeCaller
{
    public static AtlassianPrincipal Of(ForgeInvocation invocation, Guid installation)
    {
        var kind = KindOf(invocation);
        return new AtlassianPrincipal
        {
            InstallationId = installation,
            AccountId = kind is AccountKind.Anonymous or AccountKind.App ? null : invocation.AccountId,
            Kind = kind,
            Source = PrincipalSource.Forge,
            ModuleKey = invocation.ModuleKey,
            IssuedAt = invocation.IssuedAt,
            IssueId = invocation.IssueId,
            IssueKey = invocation.IssueKey,
            ProjectId = invocation.ProjectId,
            ProjectKey = invocation.ProjectKey,
        };
    }

    /// <summary>Somebody without a licence for Jira uses the portal only, whatever kind of account it is.</summary>
    private static AccountKind KindOf(ForgeInvocation invocation) => invocation switch
    {
        { IsFromForgeItself: true } => AccountKind.App,
        { AccountType: "anonymous" } => AccountKind.Anonymous,
        { AccountType: "customer" or "unlicensed" } when AtlassianPrincipals.KindOf(invocation.AccountId) is AccountKind.Agent => AccountKind.Customer,
        _ => AtlassianPrincipals.KindOf(invocation.AccountId),
    };
}
