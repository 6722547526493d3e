namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Where the REST interface of a site is, and what a call to it is authorised with.</summary>
/// <param name="BaseUrl">Of the site or of Atlassian's gateway, with its path if it has one (`https://api.atlassian.com/ex/jira/{cloudId}`). The credential goes nowhere else.</param>
public abstract record JiraCredentials(Uri BaseUrl)
{
    /// <summary>Each call carries a token of its own, signed with the secret of the Connect installation.</summary>
    public sealed record ConnectSecret(Uri BaseUrl, string SharedSecret) : JiraCredentials(BaseUrl);

    /// <summary>A Forge system token at the installation's `apiBaseUrl`, or a personal access token of Data Center.</summary>
    public sealed record Bearer(Uri BaseUrl, string Token) : JiraCredentials(BaseUrl);

    /// <summary>An API token with the e-mail of its (service) account. A token with scopes works at the gateway only, one without at the site only.</summary>
    public sealed record Basic(Uri BaseUrl, string Email, string Token) : JiraCredentials(BaseUrl);

    // Sealed: a record would print its members, and secrets would end in a log that way.
    public sealed override string ToString() => $"{GetType().Name} for {BaseUrl}";
}
