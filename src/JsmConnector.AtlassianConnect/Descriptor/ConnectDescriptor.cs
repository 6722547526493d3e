using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace JsmConnector.AtlassianConnect.Descriptor;

/// <summary>The descriptor as it goes over the wire: the one file with our address put in, prepared once.</summary>
public sealed class ConnectDescriptor
{
    /// <summary>Stands in atlassian-connect.json where the address of this deployment belongs.</summary>
    public const string BaseUrlPlaceholder = "{{baseUrl}}";

    private ConnectDescriptor(byte[] bytes, string key) =>
        (Bytes, Key, ETag) = (bytes, key, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The app key in the file.</summary>
    public string Key { get; }

    public string ETag { get; }

    /// <param name="source">Text of atlassian-connect.json.</param>
    /// <param name="baseUrl">Public address without a trailing slash.</param>
    /// <exception cref="InvalidOperationException">The file lacks the placeholder or is no descriptor: a mistake of ours, found at start.</exception>
    public static ConnectDescriptor Render(string source, string baseUrl)
    {
        if (!source.Contains(BaseUrlPlaceholder, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The descriptor lacks {BaseUrlPlaceholder}.");
        }

        var text = source.Replace(BaseUrlPlaceholder, JsonEncodedText.Encode(baseUrl.TrimEnd('/')).ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(text);
        var key = document.RootElement.TryGetProperty("key", out var member) ? member.GetString() : null;
        return string.IsNullOrEmpty(key)
            ? throw new InvalidOperationException("The descriptor has no key.")
            : new ConnectDescriptor(Encoding.UTF8.GetBytes(text), key);
    }
}
