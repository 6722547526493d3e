namespace JsmConnector.Installations.AdminWebhooks;

/// <summary>Section `Atlassian`, member `ApiUrl`: where tokens with scopes work.</summary>
public sealed class AtlassianGateway(IConfiguration configuration)
{
    public const string Setting = "Atlassian:ApiUrl";
    private const string Default = "https://api.atlassian.com";

    public Uri Jira(string cloudId) => new($"{Root}/ex/jira/{cloudId}");

    public Uri Confluence(string cloudId) => new($"{Root}/ex/confluence/{cloudId}");

    /// <summary>Where a person's token opens the operations of Jira Service Management; other tokens go by <see cref="Jira"/>.</summary>
    public Uri Operations() => new($"{Root}/jsm/ops");

    private string Root => (configuration[Setting] is { Length: > 0 } set ? set : Default).TrimEnd('/');
}
