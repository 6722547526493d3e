using JsmConnector.Platform.Startup;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>Lets Debian's package client install the server, without the cluster on port 5432 that the package makes by default.</summary>
internal static class InstallPostgres
{
    private const string ClusterSettings = "/etc/postgresql-common/createcluster.conf";

    public static async Task RunAsync(ILogger logger, CancellationToken cancellationToken)
    {
        logger.LogInformation("PostgreSQL is not installed: installing it with apt-get (once; this can take a minute)");
        if (!File.Exists(ClusterSettings))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ClusterSettings)!);
            await File.WriteAllTextAsync(ClusterSettings, "create_main_cluster = false\n", cancellationToken);
        }
        var environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
        // Lists may be old or missing; an update that fails (one dead source) may still leave enough to install from.
        await Command.RunAsync(["apt-get", "update", "-q"], cancellationToken, environment);
        var install = await Command.RunAsync(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", "postgresql"], cancellationToken, environment);
        if (!install.Succeeded)
            throw new StartupProblems([$"PostgreSQL is not installed, and installing it failed. Type: apt-get update && apt-get install -y postgresql. apt-get said: {LastLines(install.Text)}"]);
    }

    private static string LastLines(string text) => string.Join(" | ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
}
