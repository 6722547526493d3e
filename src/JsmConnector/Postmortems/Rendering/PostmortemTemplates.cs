using System.Security.Cryptography;
using System.Text;

namespace JsmConnector.Postmortems.Rendering;

public sealed record PostmortemTemplate(string Name, string Source);

/// <summary>The templates that come with the app (Postmortems/Templates).</summary>
public static class PostmortemTemplates
{
    public static PostmortemTemplate Internal { get; } = Load("internal.en.md");

    public static PostmortemTemplate External { get; } = Load("external.en.md");

    /// <summary>Changes when either text does; kept on what was written with them.</summary>
    public static string Version { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Internal.Source}\0{External.Source}")))[..12];

    private static PostmortemTemplate Load(string name)
    {
        var resource = $"postmortems/{name}.scriban";
        using var stream = typeof(PostmortemTemplates).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The template {resource} is not part of the build.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new PostmortemTemplate(name, reader.ReadToEnd());
    }
}
