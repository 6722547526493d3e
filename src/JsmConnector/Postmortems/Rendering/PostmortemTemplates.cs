using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Postmortems.Rendering;

public enum TemplateAudience
{
    Internal,
    External,
}

/// <param name="Name">As the settings call it: `atlassian`.</param>
/// <param name="Version">Changes with the text; kept on what was written with it.</param>
public sealed record PostmortemTemplate(string Name, TemplateAudience Audience, string Language, string Source, string Version)
{
    public static PostmortemTemplate Of(string name, TemplateAudience audience, string language, string source) => new(
        name, audience, language, source, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..12]);
}

/// <summary>The templates that come with the app (Postmortems/Templates), each in every language.</summary>
public static class PostmortemTemplates
{
    public const string DefaultInternal = "atlassian";
    public const string DefaultExternal = "four-part";

    private static readonly string[] Internals = [DefaultInternal, "google-sre", "pagerduty", "short", "sensitive"];
    private static readonly string[] Externals = [DefaultExternal, "security", "data-loss"];

    public static IReadOnlyList<PostmortemTemplate> All { get; } =
        [.. from words in DocumentWords.All
            from template in Internals.Select(name => Load(name, TemplateAudience.Internal, words.Language))
                .Concat(Externals.Select(name => Load(name, TemplateAudience.External, words.Language)))
            select template];

    private static readonly Dictionary<(TemplateAudience, string), IReadOnlyList<PostmortemTemplate>> RegionTemplates = (
        from words in DocumentWords.All
        from audience in Enum.GetValues<TemplateAudience>()
        select (audience, words.Language)).ToDictionary(key => key, key => LoadRegions(key.audience, key.Language));

    /// <summary>The one of that name, else the usual one of the language.</summary>
    public static PostmortemTemplate Find(string? name, TemplateAudience audience, string language) =>
        All.FirstOrDefault(template => template.Name == name && template.Audience == audience && template.Language == language)
        ?? All.First(template => template.Audience == audience && template.Language == language);

    public static bool Exists(string name, TemplateAudience audience) => All.Any(template => template.Name == name && template.Audience == audience);

    public static IReadOnlyList<string> Names(TemplateAudience audience) => audience == TemplateAudience.Internal ? Internals : Externals;

    /// <summary>What security and loss of data ask for is asked for unless a rule names another template.</summary>
    public static string UsualFor(string incidentClass, TemplateAudience audience) => (audience, incidentClass) switch
    {
        (TemplateAudience.Internal, "security" or "data_loss" or "data-loss") => "sensitive",
        (TemplateAudience.External, "security" or "data_loss" or "data-loss") => incidentClass.Replace('_', '-'),
        (TemplateAudience.Internal, _) => DefaultInternal,
        _ => DefaultExternal,
    };

    /// <summary>Parts that the app writes and refreshes, each a template of its own.</summary>
    public static IReadOnlyList<PostmortemTemplate> Regions(TemplateAudience audience, string language) => RegionTemplates[(audience, language)];

    private static PostmortemTemplate Load(string name, TemplateAudience audience, string language) =>
        PostmortemTemplate.Of(name, audience, language, Read($"{audience.ToString().ToLowerInvariant()}.{name}.{language}.md.scriban"));

    private static IReadOnlyList<PostmortemTemplate> LoadRegions(TemplateAudience audience, string language) =>
        [.. Read($"regions.{audience.ToString().ToLowerInvariant()}.{language}.md.scriban").ReplaceLineEndings("\n").Split("=== ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('\n', 2))
            .Select(part => PostmortemTemplate.Of(part[0], audience, language, part[1]))];

    private static string Read(string name)
    {
        var resource = $"postmortems/{name}";
        using var stream = typeof(PostmortemTemplates).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The template {resource} is not part of the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
