using System.Globalization;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>The words that start the server.</summary>
internal static class ServerCommand
{
    public static IReadOnlyList<string> For(
        EmbeddedPostgresOptions options, string binaries, string cluster, string socketFolder, IReadOnlyList<string> detach, RunAs runAs) =>
        [.. detach, .. runAs.Prefix, Path.Combine(binaries, "postgres"), "-D", cluster, .. Settings(options, socketFolder).SelectMany(setting => new[] { "-c", setting })];

    /// <summary>In a session of its own, the server does not hear the terminal's Ctrl+C, and the app can close its connections first.</summary>
    public static IReadOnlyList<string> Detach(Func<string, string?> find)
    {
        if (find("setsid") is not null)
            return ["setsid"];
        // macOS has no setsid command, but Perl.
        return find("perl") is not null ? ["perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV", "--"] : [];
    }

    private static IEnumerable<string> Settings(EmbeddedPostgresOptions options, string socketFolder)
    {
        var durable = options.IsDurable ? "on" : "off";
        return
        [
            "listen_addresses=",
            $"unix_socket_directories=\"{socketFolder.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            "unix_socket_permissions=0700",
            string.Create(CultureInfo.InvariantCulture, $"port={SocketFolder.Port}"),
            string.Create(CultureInfo.InvariantCulture, $"max_connections={options.MaxConnections}"),
            string.Create(CultureInfo.InvariantCulture, $"shared_buffers={options.SharedBuffersMegabytes}MB"),
            $"fsync={durable}",
            $"synchronous_commit={durable}",
            $"full_page_writes={durable}",
            // No replica ever reads from this server.
            "wal_level=minimal",
            "max_wal_senders=0",
            "jit=off",
            "logging_collector=off",
            "log_checkpoints=off",
            "timezone=UTC",
            "log_timezone=UTC",
        ];
    }
}
