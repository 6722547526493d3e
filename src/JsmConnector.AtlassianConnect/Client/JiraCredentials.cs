namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Where a site is and the secret calls to it are signed with.</summary>
/// <param name="BaseUrl">Of the site, with its context path if it has one.</param>
public sealed record JiraCredentials(Uri BaseUrl, string SharedSecret)
{
    // A record prints its members; the secret must not end in a log that way.
    public override string ToString() => $"JiraCredentials {BaseUrl}";
}
