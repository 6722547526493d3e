using System.Text.Encodings.Web;
using System.Text.Unicode;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Platform.Html;

public static class HtmlRegistration
{
    public static IServiceCollection AddHtml(this IServiceCollection services)
    {
        services.AddOptions<ConnectScriptOptions>().BindConfiguration(ConnectScriptOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        // Pages are UTF-8: letters and marks of every script stand as they are, only markup is escaped.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<ComponentMarkup>();
        services.AddHttpContextAccessor().AddSingleton<ScreenWords>();
        return services;
    }

    public static IEndpointRouteBuilder MapHtml(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{file}", ServeAsset.Handle).AllowAnonymous().WithName("Asset");
        return routes;
    }
}
