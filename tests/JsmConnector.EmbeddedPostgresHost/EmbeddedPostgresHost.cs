using System.Text.Json;
using JsmConnector.Platform.Database.Embedded;
using JsmConnector.Platform.Startup;
using Microsoft.Extensions.Logging.Abstractions;

namespace JsmConnector.EmbeddedPostgresHosts;

/// <summary>
/// A process that uses the embedded PostgreSQL of the given folder until its input ends, so that tests can kill the owner of a server.
/// Prints one line of JSON when ready.
/// </summary>
public static class EmbeddedPostgresHost
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var options = new EmbeddedPostgresOptions { DataDirectory = args[0], BinaryDirectory = args.ElementAtOrDefault(1) };
            await using var postgres = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
            Console.WriteLine(JsonSerializer.Serialize(new HostReport(postgres.ConnectionString, postgres.IsOwner, postgres.Timings, null)));
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (StartupProblems problems)
        {
            Console.WriteLine(JsonSerializer.Serialize(new HostReport("", false, null, problems.Message)));
            return 78;
        }
    }
}

public sealed record HostReport(string ConnectionString, bool IsOwner, StartTimings? Timings, string? Problem);
