using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Settings;

/// <summary>Secrets in the settings document: sealed at rest, masked when read, and `***` in a new document means unchanged.</summary>
public static class SettingsSecrets
{
    public const string Mask = "***";

    public static InstallationSettings Seal(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, (at, secret) => secret.Length > 0 ? Convert.ToBase64String(secrets.Seal(secret, Field(installation, at))) : null);

    public static InstallationSettings Open(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, (at, box) => secrets.Open(Box(box), Field(installation, at)));

    /// <summary>The same secrets under the current key; one that no key opens stays as it is.</summary>
    public static InstallationSettings Reseal(InstallationSettings settings, InstallationId installation, SecretBox secrets) =>
        Each(settings, (at, box) => secrets.Reseal(Box(box), Field(installation, at)) is { } current ? Convert.ToBase64String(current) : box);

    /// <summary>How many secrets of a stored document none of our keys opens.</summary>
    public static int Unopened(InstallationSettings stored, InstallationId installation, SecretBox secrets) =>
        Found(stored).Count(found => secrets.Open(Box(found.Value), Field(installation, found.Key)) is null);

    public static InstallationSettings Masked(InstallationSettings settings) => Each(settings, (_, _) => Mask);

    /// <summary>Two documents as they may be shown beside each other: another secret shows as another one, and no more.</summary>
    public static (InstallationSettings Before, InstallationSettings After) MaskedPair(InstallationSettings before, InstallationSettings after)
    {
        var known = Found(before);
        return (Masked(before), Each(after, (at, secret) => known.TryGetValue(at, out var held) && held != secret ? $"{Mask} (another one)" : Mask));
    }

    /// <summary>Puts the secrets that we hold where the new document says unchanged; a mask without anything behind it becomes nothing.</summary>
    public static InstallationSettings Unmask(InstallationSettings settings, InstallationSettings held)
    {
        var known = Found(held);
        return Each(settings, (at, secret) => secret == Mask ? known.GetValueOrDefault(at) : secret);
    }

    /// <summary>Puts secrets that were typed before where their stand-ins are: see <see cref="HideSecrets"/>.</summary>
    public static InstallationSettings Fill(InstallationSettings settings, IReadOnlyDictionary<string, string> kept) =>
        Each(settings, (_, secret) => kept.GetValueOrDefault(secret, secret));

    private static Dictionary<string, string> Found(InstallationSettings settings)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Each(settings, (at, secret) => found[at] = secret);
        return found;
    }

    private static InstallationSettings Each(InstallationSettings settings, Func<string, string, string?> change) => settings with
    {
        StatusPages = [.. settings.StatusPages.Select(page => page with { ApiKey = page.ApiKey is { } key ? change($"statusPages:{page.Id}:apiKey", key) : null })],
        Channels = [.. settings.Channels.Select(channel => channel with { Secrets = Each(channel, change) })],
        Postmortems = settings.Postmortems is { Publishing: { Confluence: { Token: { } token } confluence } publishing } postmortems
            ? postmortems with { Publishing = publishing with { Confluence = confluence with { Token = change("postmortems:confluence:token", token) } } }
            : settings.Postmortems!,
    };

    private static Dictionary<string, string>? Each(ChannelSettings channel, Func<string, string, string?> change) => channel.Secrets?
        .Select(secret => (secret.Key, Value: change($"channels:{channel.Id}:{secret.Key}", secret.Value)))
        .Where(secret => secret.Value is not null)
        .ToDictionary(secret => secret.Key, secret => secret.Value!, StringComparer.Ordinal);

    /// <summary>What is no box at all is opened by no key.</summary>
    private static byte[] Box(string text)
    {
        var box = new byte[text.Length];
        return Convert.TryFromBase64String(text, box, out var length) ? box[..length] : [];
    }

    private static string Field(InstallationId installation, string at) => $"settings:{installation}:{at}";
}
