using JsmConnector.Platform.Html;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.Tests.Platform.Html;

/// <summary>Markup as the app renders it.</summary>
public static class Rendered
{
    public static async Task<string> OfAsync<TComponent, TModel>(TModel model) where TComponent : IMarkupOf<TModel>
    {
        await using var services = Services();
        return await services.GetRequiredService<ComponentMarkup>().RenderAsync<TComponent, TModel>(model);
    }

    public static ServiceProvider Services() =>
        new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddLogging().AddHtml().BuildServiceProvider();
}
