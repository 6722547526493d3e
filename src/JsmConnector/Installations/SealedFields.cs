using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations;

/// <summary>
/// Secrets in forms. A field that takes one is called `secret-…`; when the form comes back before it was saved, what was typed goes along sealed and bound
/// to site and field, as `kept-…`, and is shown to nobody.
/// </summary>
public sealed class SealedFields(SecretBox secrets)
{
    public const string Typed = "secret-", Kept = "kept-";

    /// <summary>What was typed, now or before; empty: nothing, or nothing that was sealed for this site.</summary>
    public string Read(InstallationId site, IFormCollection form, string name)
    {
        if (form[Typed + name].ToString().Trim() is { Length: > 0 } text)
            return text;
        // The last that was kept is the newest.
        return form[Kept + name].OfType<string>().Reverse().Select(box => Open(site, name, box)).FirstOrDefault(kept => kept is not null) ?? "";
    }

    /// <summary>For the form that comes back; null when nothing was typed.</summary>
    public string? Keep(InstallationId site, IFormCollection form, string name) => Read(site, form, name) is { Length: > 0 } text ? Seal(site, name, text) : null;

    public string Seal(InstallationId site, string name, string text) => Convert.ToBase64String(secrets.Seal(text, Bound(site, name)));

    private string? Open(InstallationId site, string name, string kept)
    {
        var box = new byte[kept.Length];
        return kept.Length > 0 && Convert.TryFromBase64String(kept, box, out var length) ? secrets.Open(box[..length], Bound(site, name)) : null;
    }

    private static string Bound(InstallationId site, string name) => $"form:{site}:{name}";
}
