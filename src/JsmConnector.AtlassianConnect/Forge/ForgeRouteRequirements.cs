using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace JsmConnector.AtlassianConnect.Forge;

/// <param name="Modules">Keys of the modules, or of the endpoints, in the manifest that lead to the route. A token made for another one is refused.</param>
public sealed record ForgeTokenRequirement(IReadOnlyCollection<string> Modules);

public static class ForgeRouteRequirements
{
    /// <summary>
    /// Takes invocation tokens of Forge made for these modules. On a route that also declares a Connect token either opens it: policies of one route
    /// are combined, their schemes are tried side by side, and both ask for the same thing, a verified caller.
    /// </summary>
    public static TBuilder RequireForgeToken<TBuilder>(this TBuilder builder, params string[] modules)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new ForgeTokenRequirement(modules));
        return builder.RequireAuthorization(new AuthorizeAttribute(ForgeRegistration.Policy));
    }
}
