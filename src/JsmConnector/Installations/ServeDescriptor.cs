using System.Reflection;
using JsmConnector.AtlassianConnect.Descriptor;
using JsmConnector.Platform;
using Microsoft.Extensions.Options;

namespace JsmConnector.Installations;

/// <summary>`GET /atlassian-connect.json`: the one file, with this deployment's address put in.</summary>
public static class ServeDescriptor
{
    public static ConnectDescriptor Load(IServiceProvider services)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("atlassian-connect.json")!;
        using var reader = new StreamReader(stream);
        return ConnectDescriptor.Render(reader.ReadToEnd(), services.GetRequiredService<IOptions<AppOptions>>().Value.BaseUrl);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/atlassian-connect.json", (HttpContext context, ConnectDescriptor descriptor) =>
        {
            context.Response.Headers.ETag = descriptor.ETag;
            context.Response.Headers.CacheControl = "public, max-age=60";
            return context.Request.Headers.IfNoneMatch == descriptor.ETag
                ? Results.StatusCode(StatusCodes.Status304NotModified)
                : Results.Bytes(descriptor.Bytes, "application/json; charset=utf-8");
        }).AllowAnonymous();
}
