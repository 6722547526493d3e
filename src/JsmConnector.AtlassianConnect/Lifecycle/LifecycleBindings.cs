using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>
/// The query hash does not cover the body, so without these checks any site could speak for another one:
/// who signed, who the body speaks of, which app and which event must all agree.
/// </summary>
public static class LifecycleBindings
{
    private const int LongestSecret = 512;

    /// <returns>Null when everything agrees.</returns>
    public static LifecycleCall? Check(LifecyclePayload payload, LifecycleEvent route, ConnectClaims claims, AtlassianConnectOptions options)
    {
        if (string.IsNullOrEmpty(payload.ClientKey) || payload.ClientKey.Length > 255)
        {
            return new LifecycleCall.Malformed("client_key_invalid", "clientKey is missing or too long");
        }

        if (!string.Equals(payload.EventType, route.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            return new LifecycleCall.Malformed("event_type_mismatch", "eventType is not the one of this address");
        }

        if (payload.ClientKey != claims.Issuer)
        {
            return new LifecycleCall.Forbidden("client_key_mismatch", "the token was issued for another site");
        }

        if (payload.Key != options.AppKey)
        {
            return new LifecycleCall.Forbidden("app_key_mismatch", "key is not this app");
        }

        if (payload.ProductType is { } product && !product.Equals("jira", StringComparison.OrdinalIgnoreCase))
        {
            return new LifecycleCall.Forbidden("product_not_jira", "productType is not jira");
        }

        if (!SiteAddress.IsAllowed(payload.BaseUrl, options))
        {
            return new LifecycleCall.Forbidden("base_url_not_allowed", "baseUrl is not an address a site may have");
        }

        return route == LifecycleEvent.Installed && payload.SharedSecret is not { Length: >= 8 and <= LongestSecret }
            ? new LifecycleCall.Malformed("shared_secret_invalid", "sharedSecret is missing, too short or too long")
            : null;
    }
}
