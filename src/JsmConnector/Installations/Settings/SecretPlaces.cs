using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace JsmConnector.Installations.Settings;

/// <param name="Path">Like `channels[0].secrets.token`.</param>
/// <param name="IsSecret">It stands where a secret belongs, or where one was put by mistake.</param>
public sealed record PlacedValue(string Path, JsonElement Value, bool IsSecret);

/// <summary>
/// Which values of a document are secrets. Those that the settings know go by their place; a member that they do not know is a typing mistake, and goes by
/// its name; below what is of another kind than expected, names count too. Rather one too many. Pure.
/// </summary>
public static partial class SecretPlaces
{
    private const int Longest = 10, Misspelt = 2;
    private static readonly string[] Names = ["apiKey", "token", "secrets"];

    /// <summary>Members that hold no secret, wherever they stand.</summary>
    private static readonly Lazy<IReadOnlySet<string>> Plain = new(() => PlainNames(SettingsJson.Options.GetTypeInfo(typeof(InstallationSettings))));

    /// <param name="takesSecret">Whether a kind of channel has a secret of this name, which somebody may have put among its options.</param>
    /// <returns>Every value that is no object and no list, in the order of the document.</returns>
    public static IEnumerable<PlacedValue> Of(JsonElement document, Func<string, string, bool> takesSecret) =>
        Walk(document, SettingsJson.Options.GetTypeInfo(typeof(InstallationSettings)), "", false, takesSecret);

    /// <summary>By its name alone: where no structure tells.</summary>
    public static bool IsSecret(string name) => !Plain.Value.Contains(name) && LooksSecret(name);

    private static IEnumerable<PlacedValue> Walk(JsonElement value, JsonTypeInfo? type, string at, bool isSecret, Func<string, string, bool> takesSecret) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Walk(member, type, at, isSecret, takesSecret, Kind(value, type))),
        JsonValueKind.Array => value.EnumerateArray().SelectMany((element, index) => Walk(element, type?.Kind == JsonTypeInfoKind.Enumerable ? Of(type.ElementType!) : null, $"{at}[{index}]", isSecret, takesSecret)),
        _ => [new PlacedValue(at.Length == 0 ? "$" : at, value, isSecret)],
    };

    /// <param name="kind">Of the channel that the member belongs to.</param>
    private static IEnumerable<PlacedValue> Walk(JsonProperty member, JsonTypeInfo? type, string at, bool isSecret, Func<string, string, bool> takesSecret, string? kind)
    {
        var path = at.Length == 0 ? member.Name : $"{at}.{member.Name}";
        if (type?.Kind == JsonTypeInfoKind.Dictionary)
            return Walk(member.Value, Of(type.ElementType!), path, isSecret, takesSecret);
        if (type?.Kind != JsonTypeInfoKind.Object || type.Properties.FirstOrDefault(property => property.Name.Equals(member.Name, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return Walk(member.Value, null, path, isSecret || LooksSecret(member.Name), takesSecret);
        var inner = Of(known.PropertyType);
        return kind is not null && known.Name == "options" && member.Value.ValueKind == JsonValueKind.Object
            ? member.Value.EnumerateObject().SelectMany(option => Walk(option.Value, null, $"{path}.{option.Name}", isSecret || takesSecret(kind, option.Name), takesSecret))
            : Walk(member.Value, inner, path, isSecret || Holds(type.Type, known.Name), takesSecret);
    }

    /// <summary>Where <see cref="SettingsSecrets"/> finds them: a test holds the two together.</summary>
    private static bool Holds(Type type, string name) =>
        (type == typeof(StatusPageSettings) && name == "apiKey") || (type == typeof(ChannelSettings) && name == "secrets") || (type == typeof(ConfluenceSettings) && name == "token");

    private static string? Kind(JsonElement channel, JsonTypeInfo? type) =>
        type?.Type == typeof(ChannelSettings) ? channel.EnumerateObject().Where(member => member.Name.Equals("kind", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()).LastOrDefault() ?? "" : null;

    private static bool LooksSecret(string name) => Telling().IsMatch(name) || (name.Length <= Longest && Names.Any(known => UnknownMembers.Distance(name.ToUpperInvariant(), known.ToUpperInvariant()) <= Misspelt));

    private static JsonTypeInfo Of(Type type) => SettingsJson.Options.GetTypeInfo(type);

    private static HashSet<string> PlainNames(JsonTypeInfo root)
    {
        var (names, seen) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<Type>());
        Collect(root);
        return names;

        void Collect(JsonTypeInfo type)
        {
            if (!seen.Add(type.Type))
                return;
            if (type.ElementType is { } element)
                Collect(Of(element));
            foreach (var member in type.Kind == JsonTypeInfoKind.Object ? type.Properties : [])
            {
                if (!Holds(type.Type, member.Name))
                    names.Add(member.Name);
                Collect(Of(member.PropertyType));
            }
        }
    }

    [GeneratedRegex("key|token|secret|passw|pwd|credential|auth|bearer", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Telling();
}
