using System.Text;

namespace JsmConnector.Platform.Html;

/// <summary>
/// A style sheet that begins with `/* preview: NAME */` is served a second time as `….preview.css`, nested under the class NAME: so a screen inside Jira
/// can show a piece of that page as its readers see it, beside a style of its own.
/// </summary>
public static class PreviewSheet
{
    private const string Mark = "/* preview: ";

    public static (string Name, byte[] Content)? Of(string name, byte[] content)
    {
        var sheet = Encoding.UTF8.GetString(content);
        if (!name.EndsWith(".css", StringComparison.Ordinal) || !sheet.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        var kind = sheet[Mark.Length..sheet.IndexOf(" */", StringComparison.Ordinal)];
        var nested = sheet.Replace(":root", "&", StringComparison.Ordinal).Replace("\nbody {", "\n& {", StringComparison.Ordinal);
        return ($"{Path.GetFileNameWithoutExtension(name)}.preview.css", Encoding.UTF8.GetBytes($".{kind} {{\n{nested}\n}}\n"));
    }
}
