using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Settings;

/// <summary>Secrets in the settings document: sealed at rest, masked when read, and `***` in a new document means unchanged.</summary>
public static class SettingsSecrets
{
    public const string Mask = "***";

    public static InstallationSettings Seal(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, page => page.ApiKey is { Length: > 0 } key ? Convert.ToBase64String(secrets.Seal(key, Field(installation, page))) : null);

    public static InstallationSettings Open(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, page => page.ApiKey is { } box ? secrets.Open(Box(box), Field(installation, page)) : null);

    /// <summary>The same secrets under the current key; one that no key opens stays as it is.</summary>
    public static InstallationSettings Reseal(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, page => page.ApiKey is { } box && secrets.Reseal(Box(box), Field(installation, page)) is { } current
            ? Convert.ToBase64String(current)
            : page.ApiKey);

    /// <summary>How many secrets of a stored document none of our keys opens.</summary>
    public static int Unopened(InstallationSettings stored, InstallationId installation, SecretBox secrets) =>
        stored.StatusPages.Count(page => page.ApiKey is { } box && secrets.Open(Box(box), Field(installation, page)) is null);

    public static InstallationSettings Masked(InstallationSettings settings) => Each(settings, page => page.ApiKey is null ? null : Mask);

    /// <summary>Two documents as they may be shown beside each other: another secret shows as another one, and no more.</summary>
    public static (InstallationSettings Before, InstallationSettings After) MaskedPair(InstallationSettings before, InstallationSettings after) => (Masked(before), Each(after, page =>
        page.ApiKey is null ? null : before.StatusPages.FirstOrDefault(other => other.Id == page.Id) is { ApiKey: { } key } && key != page.ApiKey ? $"{Mask} (another one)" : Mask));

    /// <summary>Puts the secrets that we hold where the new document says unchanged; a mask without anything behind it becomes nothing.</summary>
    public static InstallationSettings Unmask(InstallationSettings settings, InstallationSettings held) =>
        Each(settings, page => page.ApiKey == Mask ? held.StatusPages.FirstOrDefault(other => other.Id == page.Id)?.ApiKey : page.ApiKey);

    private static InstallationSettings Each(InstallationSettings settings, Func<StatusPageSettings, string?> apiKey) =>
        settings with { StatusPages = [.. settings.StatusPages.Select(page => page with { ApiKey = apiKey(page) })] };

    /// <summary>What is no box at all is opened by no key.</summary>
    private static byte[] Box(string text)
    {
        var box = new byte[text.Length];
        return Convert.TryFromBase64String(text, box, out var length) ? box[..length] : [];
    }

    private static string Field(InstallationId installation, StatusPageSettings page) => $"settings:{installation}:statusPages:{page.Id}:apiKey";
}
