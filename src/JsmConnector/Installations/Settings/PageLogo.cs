namespace JsmConnector.Installations.Settings;

/// <summary>A picture given as a data address. The page serves it as a document of its own, so that no page carries it in its bytes.</summary>
public sealed record PageLogo(string ContentType, byte[] Content)
{
    private static readonly string[] Types = ["image/png", "image/jpeg", "image/webp", "image/svg+xml"];

    /// <summary>Null when it is no picture of a known type, or too large.</summary>
    public static PageLogo? Read(string address)
    {
        var type = Array.Find(Types, type => address.StartsWith($"data:{type};base64,", StringComparison.Ordinal));
        if (type is null || address.Length > PageRules.LargestLogo * 3 / 2)
            return null;
        var text = address.AsSpan(type.Length + "data:;base64,".Length);
        var content = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, content, out var length) && length is > 0 and <= PageRules.LargestLogo ? new PageLogo(type, content[..length]) : null;
    }
}
