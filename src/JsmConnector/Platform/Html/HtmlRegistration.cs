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
        services.AddSingleton<ScreenWords>();
        return services;
    }

    /// <summary>Behind the public pages, which speak the language of their site and need none of it.</summary>
    public static IApplicationBuilder UseScreenWords(this IApplicationBuilder app)
    {
        var words = app.ApplicationServices.GetRequiredService<ScreenWords>();
        return app.Use(next => context => string.IsNullOrEmpty(context.Request.Headers.AcceptLanguage) ? next(context) : words.ForReaderAsync(context, next));
    }

    public static IEndpointRouteBuilder MapHtml(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/assets/{file}", ServeAsset.Handle).AllowAnonymous().WithName("Asset");
        return routes;
    }
}
