using System.Globalization;
using System.Text;

namespace JsmConnector.Postmortems.Rendering;

/// <summary>One Markdown file that a repository can keep: facts for programs on top, as YAML, and the text for people below.</summary>
public static class FrontMatter
{
    public static string Of(string issueKey, PostmortemDocument document, TemplateAudience audience)
    {
        var head = new StringBuilder("---\n");
        Line(head, "incident", audience == TemplateAudience.Internal ? issueKey : null);
        Line(head, "document", audience.ToString().ToLowerInvariant());
        Line(head, "state", document.State.Name());
        head.Append(CultureInfo.InvariantCulture, $"version: {document.Version}\n");
        Line(head, "generated_at", document.GeneratedAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (audience == TemplateAudience.Internal)
        {
            List(head, "cause_categories", document.CauseCategories);
            List(head, "contributing_factors", document.ContributingFactors);
        }
        return head.Append("---\n\n").Append(audience == TemplateAudience.Internal ? document.Internal : document.External).ToString();
    }

    private static void Line(StringBuilder head, string name, string? value)
    {
        if (value is not null)
            head.Append(CultureInfo.InvariantCulture, $"{name}: {Quoted(value)}\n");
    }

    private static void List(StringBuilder head, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return;
        head.Append(CultureInfo.InvariantCulture, $"{name}:\n");
        foreach (var value in values)
            head.Append(CultureInfo.InvariantCulture, $"  - {Quoted(value)}\n");
    }

    /// <summary>JSON's strings are YAML's too.</summary>
    private static string Quoted(string value) => System.Text.Json.JsonSerializer.Serialize(value);
}
