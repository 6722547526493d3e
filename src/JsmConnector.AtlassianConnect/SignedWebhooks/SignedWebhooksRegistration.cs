using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.AtlassianConnect.SignedWebhooks;

/// <param name="InstallationParameter">The part of the route that names the installation.</param>
/// <param name="LargestBody">In bytes; more is answered 413 unseen.</param>
public sealed record WebhookSignatureRequirement(string InstallationParameter, int LargestBody);

public static class SignedWebhooksRegistration
{
    public const string Scheme = "webhook-signature";
    public const string Policy = "webhook signature";

    /// <summary>The app adds an <see cref="IWebhookSecrets"/>.</summary>
    internal static IServiceCollection AddSignedWebhooks(this IServiceCollection services)
    {
        services.AddSingleton<WebhookSignatureEvents>();
        services.AddAuthentication().AddJwtBearer(Scheme, scheme => scheme.EventsType = typeof(WebhookSignatureEvents));
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(Scheme).RequireAuthenticatedUser());
        return services;
    }

    /// <summary>Takes only bodies that are signed with the secret of the installation in the address.</summary>
    public static TBuilder RequireWebhookSignature<TBuilder>(this TBuilder builder, string installationParameter, int largestBody)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new WebhookSignatureRequirement(installationParameter, largestBody));
        return builder.RequireAuthorization(new AuthorizeAttribute(Policy));
    }
}
