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
        Each(settings, page => page.ApiKey is { } box ? secrets.Open(Convert.FromBase64String(box), Field(installation, page)) : null);

    /// <summary>The same secrets under the current key; one that no key opens stays as it is.</summary>
    public static InstallationSettings Reseal(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, page => page.ApiKey is { } box && secrets.Reseal(Convert.FromBase64String(box), Field(installation, page)) is { } current
            ? Convert.ToBase64String(current)
            : page.ApiKey);

    /// <summary>How many secrets of a stored document none of our keys opens.</summary>
    public static int Unopened(InstallationSettings stored, InstallationId installation, SecretBox secrets) =>
        stored.StatusPages.Count(page => page.ApiKey is { } box && secrets.Open(Convert.FromBase64String(box), Field(installation, page)) is null);

    public static InstallationSettings Masked(InstallationSettings settings) => Each(settings, page => page.ApiKey is null ? null : Mask);

    /// <summary>Puts the secrets that we hold where the new document says unchanged; a mask without anything behind it becomes nothing.</summary>
    public static InstallationSettings Unmask(InstallationSettings settings, InstallationSettings held) =>
        Each(settings, page => page.ApiKey == Mask ? held.StatusPages.FirstOrDefault(other => other.Id == page.Id)?.ApiKey : page.ApiKey);

    private static InstallationSettings Each(InstallationSettings settings, Func<StatusPageSettings, string?> apiKey) =>
        settings with { StatusPages = [.. settings.StatusPages.Select(page => page with { ApiKey = apiKey(page) })] };

    private static string Field(InstallationId installation, StatusPageSettings page) => $"settings:{installation}:statusPages:{page.Id}:apiKey";
}
