using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace JsmConnector.AtlassianConnect.Authentication;

public sealed record ConnectTokenRequirement(ConnectTokenKind Kind, bool AllowDisabled);

public sealed record SessionRequirement(string Purpose);

/// <summary>The route shows public words only, so portal customers and visitors without an account may come in.</summary>
public sealed record VisitorsWelcome;

public static class RouteRequirements
{
    /// <summary>Declares which token of Jira the route takes; a route without a declaration takes none and stays shut.</summary>
    /// <param name="allowDisabled">For enabled and disabled: the site's own switch must work while it is off.</param>
    public static TBuilder RequireConnectToken<TBuilder>(this TBuilder builder, ConnectTokenKind kind, bool allowDisabled = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new ConnectTokenRequirement(kind, allowDisabled));
        return builder.RequireAuthorization(new AuthorizeAttribute(ConnectAuthentication.ConnectPolicy));
    }

    /// <summary>Takes our own short-lived token, made with the same purpose, from form field `session` or header `X-Session`.</summary>
    public static TBuilder RequireSession<TBuilder>(this TBuilder builder, string purpose)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new SessionRequirement(purpose));
        return builder.RequireAuthorization(new AuthorizeAttribute(ConnectAuthentication.SessionPolicy));
    }

    /// <summary>Lets portal customers and visitors without an account in; without it they are kept out, whatever their token.</summary>
    public static TBuilder WelcomeVisitors<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new VisitorsWelcome());
}
