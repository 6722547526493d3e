using System.Reflection;
using Hangfire.PostgreSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace JsmConnector.Platform.Database;

/// <summary>
/// Brings the schema up to date before anything listens, under one lock: parallel starts take turns. Hangfire's schema is installed in the same
/// guarded step, because its own parallel installation races.
/// </summary>
public sealed class MigrateDatabase(NpgsqlDataSource database, IServiceScopeFactory scopes)
{
    private const long Lock = 0x4A534D43;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await IsCurrentAsync(connection, cancellationToken))
            return;
        await ExecuteAsync(connection, $"select pg_advisory_lock({Lock})", cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Database.MigrateAsync(cancellationToken);
            if (!await HasHangfireAsync(connection, cancellationToken))
                PostgreSqlObjectsInstaller.Install(connection, Jobs.JobsRegistration.Schema);
        }
        finally
        {
            await ExecuteAsync(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    /// <summary>Most starts find nothing to do. Building the model of the ORM to learn that would be a third of their time.</summary>
    private static async Task<bool> IsCurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = typeof(MigrateDatabase).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().ToArray();
        await using var table = new NpgsqlCommand("select to_regclass('migrations')::text", connection);
        if (await table.ExecuteScalarAsync(cancellationToken) is not string)
            return false;
        await using var applied = new NpgsqlCommand("select count(*) from migrations where migration_id = any($1)", connection);
        applied.Parameters.Add(new() { Value = known });
        return (long)(await applied.ExecuteScalarAsync(cancellationToken))! == known.Length && await HasHangfireAsync(connection, cancellationToken);
    }

    /// <summary>The installer runs every script again each time; a version that is there already is not worth half a second of each start.</summary>
    private static async Task<bool> HasHangfireAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select to_regclass('{Jobs.JobsRegistration.Schema}.schema')::text", connection);
        if (await command.ExecuteScalarAsync(cancellationToken) is not string)
            return false;
        await using var version = new NpgsqlCommand($"select max(version) from {Jobs.JobsRegistration.Schema}.schema", connection);
        return await version.ExecuteScalarAsync(cancellationToken) is int installed && installed >= Jobs.JobsRegistration.SchemaVersion;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
