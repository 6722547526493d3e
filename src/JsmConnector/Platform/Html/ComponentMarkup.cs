using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace JsmConnector.Platform.Html;

/// <summary>A component whose whole input is one model, handed over by the route handler.</summary>
public interface IMarkupOf<TModel> : IComponent
{
    TModel Model { get; set; }
}

/// <summary>Renders static components to text: pages, parts of pages and e-mail alike.</summary>
public sealed class ComponentMarkup(IServiceProvider services, ILoggerFactory logs)
{
    public Task<string> RenderAsync<TComponent, TModel>(TModel model) where TComponent : IMarkupOf<TModel> =>
        RenderAsync<TComponent>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(IMarkupOf<>.Model)] = model });

    public async Task<string> RenderAsync<TComponent>(IDictionary<string, object?> parameters) where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>The component as content of another one.</summary>
    public static RenderFragment Fragment<TComponent, TModel>(TModel model) where TComponent : IMarkupOf<TModel> => builder =>
    {
        builder.OpenComponent<TComponent>(0);
#pragma warning disable MA0115 // The interface promises the parameter; the analyzer looks at the type parameter only.
        builder.AddComponentParameter(1, nameof(IMarkupOf<>.Model), model);
#pragma warning restore MA0115
        builder.CloseComponent();
    };
}
