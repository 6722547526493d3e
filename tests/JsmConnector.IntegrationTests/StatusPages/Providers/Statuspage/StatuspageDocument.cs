using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.IntegrationTests.Vendors;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>
/// The vendor's own API document as a judge of our requests: path, method, query, and the members, types and enumerations of bodies.
/// A schema validator would pass unknown members, so the few rules are walked here.
/// </summary>
public sealed class StatuspageDocument
{
    private readonly JsonObject _document;

    private StatuspageDocument(JsonObject document) => _document = document;

    /// <returns>Null, with a loud note, where the document is not at hand: it lies beside the repository.</returns>
    public static StatuspageDocument? Load()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JsmConnector.sln")))
            folder = folder.Parent;
        var file = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "samples", "statuspage-v1", "statuspage-openapi3.json");
        if (File.Exists(file))
            return new StatuspageDocument(JsonNode.Parse(File.ReadAllText(file))!.AsObject());
        Console.Error.WriteLine("NOT CHECKED: ../shared/samples/statuspage-v1/statuspage-openapi3.json is missing, so requests to Statuspage were not compared with its API document.");
        return null;
    }

    public IReadOnlyList<string> Mistakes(FakeStatuspageRequest request)
    {
        var path = request.Path["/v1".Length..];
        // Fixed segments win over parameters, as in any router.
        var template = _document["paths"]!.AsObject().OrderBy(entry => entry.Key.Count(c => c == '{')).FirstOrDefault(entry => Matches(entry.Key, path));
        if (template.Value?[request.Method.ToLowerInvariant()] is not JsonObject operation)
            return [$"{request.Method} {path} is not in the document"];
        var allowed = operation["parameters"]?.AsArray().Select(parameter => parameter!["name"]!.GetValue<string>()).ToHashSet() ?? [];
        var mistakes = request.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=')[0]).Where(name => !allowed.Contains(name)).Select(name => $"unknown query {name}").ToList();
        if (operation["requestBody"]?["content"]?["application/json"]?["schema"] is { } schema)
            mistakes.AddRange(Compare(JsonNode.Parse(request.Body), schema, "body"));
        else if (request.Body.Length > 0)
            mistakes.Add("a body that is not asked for");
        return mistakes;
    }

    private IEnumerable<string> Compare(JsonNode? value, JsonNode schemaOrReference, string at)
    {
        var schema = Resolve(schemaOrReference);
        if (schema["enum"] is JsonArray choices && !choices.Any(choice => JsonNode.DeepEquals(choice, value)))
            yield return $"{at} is {value?.ToJsonString()}, not one of {choices.ToJsonString()}";
        if (KindOf(value) is var kind && schema["type"]?.GetValue<string>() is { } type && kind != type)
            yield return $"{at} is {kind}, not {type}";
        else if (value is JsonObject members)
            foreach (var mistake in CompareMembers(members, schema, at))
                yield return mistake;
        else if (value is JsonArray items && schema["items"] is { } itemSchema)
            foreach (var mistake in items.SelectMany(item => Compare(item, itemSchema, $"{at}[]")))
                yield return mistake;
    }

    private IEnumerable<string> CompareMembers(JsonObject value, JsonObject schema, string at)
    {
        foreach (var missing in schema["required"]?.AsArray().Select(name => name!.GetValue<string>()).Where(name => !value.ContainsKey(name)) ?? [])
            yield return $"{at}.{missing} is missing";
        if (schema["properties"] is not JsonObject properties)
            yield break;
        // The map of components is written down with one example id; every id follows its schema.
        var anyName = at.EndsWith(".components", StringComparison.Ordinal) ? properties.Single().Value : null;
        foreach (var (name, member) in value)
        {
            if ((properties[name] ?? anyName) is not { } memberSchema)
                yield return $"{at}.{name} is not in the document";
            else
                foreach (var mistake in Compare(member, memberSchema, $"{at}.{name}"))
                    yield return mistake;
        }
    }

    private JsonObject Resolve(JsonNode schema) =>
        schema["$ref"]?.GetValue<string>() is { } reference
            ? reference.Split('/').Skip(1).Aggregate((JsonNode)_document, (node, part) => node[part]!).AsObject()
            : schema.AsObject();

    private static bool Matches(string template, string path) =>
        Regex.IsMatch(path, $"^{Regex.Replace(template, "{[^}]+}", "[^/]+", RegexOptions.None, TimeSpan.FromSeconds(1))}$", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string KindOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "object",
        JsonArray => "array",
        _ => value.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => "string",
            System.Text.Json.JsonValueKind.Number => "number",
            _ => "boolean",
        },
    };
}
