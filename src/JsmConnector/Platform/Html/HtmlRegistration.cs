namespace JsmConnector.Platform.Html;

public static class HtmlRegistration
{
    public static IServiceCollection AddHtml(this IServiceCollection services)
    {
        services.AddOptions<ConnectScriptOptions>().BindConfiguration(ConnectScriptOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ComponentMarkup>();
        return services;
    }

    public static IEndpointRouteBuilder MapHtml(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{file}", ServeAsset.Handle).AllowAnonymous().WithName("Asset");
        return routes;
    }
}
