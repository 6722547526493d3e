using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Hosts;

/// <summary>
/// How a site shows that a host name is its own: one line in a file that only the owner of the name, or of the domain that the name is in, can put there. The line is no
/// secret; it names who may have the name. Pure.
/// </summary>
public static class HostProof
{
    public const string Path = "/.well-known/jsmconnector-site.txt";
    private const string Prefix = "jsmconnector-site=";

    public static string LineOf(InstallationId installation) => Prefix + PublicId.Of($"{installation}/host names");

    /// <summary>The name itself, then the domains that it is in. One label alone is nobody's domain.</summary>
    public static IEnumerable<Uri> Places(string host)
    {
        var labels = host.Split('.');
        for (var first = 0; first < labels.Length - 1; first++)
            yield return new Uri($"https://{string.Join('.', labels[first..])}{Path}");
    }

    public static bool Holds(string text, InstallationId installation) =>
        text.Split('\n').Any(line => line.Trim() == LineOf(installation));
}
