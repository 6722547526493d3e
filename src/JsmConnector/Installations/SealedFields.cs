using System.Globalization;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations;

/// <summary>
/// Secrets in forms. A field that takes one is called `secret-…`; when the form comes back before it was saved, what was typed goes along sealed, as `kept-…`,
/// and is shown to nobody. It opens for the same site, person and field only, and not for long.
/// </summary>
public sealed class SealedFields(SecretBox secrets, TimeProvider clock)
{
    public const string Typed = "secret-", Kept = "kept-";
    private static readonly TimeSpan Life = TimeSpan.FromHours(2);

    /// <summary>What was typed, now or before; empty: nothing, or nothing that still opens.</summary>
    public string Read(InstallationId site, string? account, IFormCollection form, string name) =>
        form[Typed + name].ToString().Trim() is { Length: > 0 } text ? text : Before(site, account, form, name) ?? "";

    /// <summary>What was typed before; null when there is nothing, or nothing that still opens.</summary>
    public string? Before(InstallationId site, string? account, IFormCollection form, string name) =>
        // The last that was kept is the newest.
        form[Kept + name].OfType<string>().Reverse().Select(box => Open(site, account, name, box)).FirstOrDefault(kept => kept is not null);

    /// <summary>For the form that comes back; null when nothing was typed.</summary>
    public string? Keep(InstallationId site, string? account, IFormCollection form, string name) => Read(site, account, form, name) is { Length: > 0 } text ? Seal(site, account, name, text) : null;

    public string Seal(InstallationId site, string? account, string name, string text) =>
        Convert.ToBase64String(secrets.Seal(string.Create(CultureInfo.InvariantCulture, $"{(clock.GetUtcNow() + Life).ToUnixTimeSeconds()} {text}"), Bound(site, account, name)));

    /// <summary>Fields that hold something which opens no more, and nothing that was typed since: nobody may believe that it was saved.</summary>
    public IReadOnlyList<(string Field, string Reason, string Mend)> Lost(InstallationId site, string? account, IFormCollection form) =>
        [.. form.Where(field => field.Key.StartsWith(Kept, StringComparison.Ordinal) && field.Value.Any(box => box is { Length: > 0 })).Select(field => field.Key[Kept.Length..])
            .Where(name => Read(site, account, form, name).Length == 0)
            .Select(name => (name, "What you typed is kept no more: it is kept for two hours, for you and for this site.", "Type it again."))];

    private string? Open(InstallationId site, string? account, string name, string kept)
    {
        var box = new byte[kept.Length];
        return kept.Length > 0 && Convert.TryFromBase64String(kept, box, out var length) && secrets.Open(box[..length], Bound(site, account, name)) is { } opened
            && opened.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end && long.TryParse(opened.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var until)
            && clock.GetUtcNow().ToUnixTimeSeconds() < until ? opened[(end + 1)..] : null;
    }

    private static string Bound(InstallationId site, string? account, string name) => $"form:{site}:{account}:{name}";
}
