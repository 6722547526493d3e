namespace JsmConnector.AtlassianConnect.Authentication;

/// <summary>Which token a route takes. Chosen per route, never read from the token.</summary>
public enum ConnectTokenKind
{
    /// <summary>Webhooks, iframes, enabled and disabled: the tenant's secret and the hash of this very request.</summary>
    Computed,

    /// <summary>Calls of the page script: the tenant's secret and either the fixed mark `context-qsh` or the hash of this request.</summary>
    Context,

    /// <summary>Installed and uninstalled: Atlassian's RSA key, our address as audience, the hash of this request.</summary>
    SignedInstall,
}
