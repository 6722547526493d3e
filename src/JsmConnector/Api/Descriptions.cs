using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Api;

/// <summary>`GET /schemas/settings.json` and `GET /openapi/v1.json`: what programs need to know to write settings and call the API.</summary>
public static class Descriptions
{
    private const string Prefix = "api/v1/";

    public static IServiceCollection AddDescriptions(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith(Prefix, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "JsmConnector";
            document.Info.Version = "v1";
            document.Info.Description = "Send an API token (made on the app's administration page) as `Authorization: Bearer …`, or a Connect token of the site as `Authorization: JWT …`. Errors are RFC 9457 problem documents that name the field and the mend.";
            return Task.CompletedTask;
        });
    });

    public static void MapDescriptions(this IEndpointRouteBuilder routes)
    {
        var schema = Schema().ToJsonString();
        routes.MapGet("/schemas/settings.json", () => Results.Text(schema, "application/schema+json")).AllowAnonymous().ExcludeFromDescription();
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    /// <summary>Made from the record itself, so that it cannot fall behind.</summary>
    public static JsonNode Schema()
    {
        var schema = SettingsJson.Options.GetJsonSchemaAsNode(typeof(InstallationSettings), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                if (node is JsonObject described && context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), false) is [DescriptionAttribute description, ..])
                    described.Insert(0, "description", description.Description);
                return node;
            },
        });
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        schema["title"] = "Settings of a site";
        return schema;
    }
}
