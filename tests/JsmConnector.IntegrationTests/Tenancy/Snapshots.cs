using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Platform.Database;
using Npgsql;

namespace JsmConnector.IntegrationTests.Tenancy;

/// <summary>Every row of every table as text, for saying that nothing has changed. What is known of a site's fields is read in the background and left out.</summary>
public sealed class Snapshots(InstalledSites app)
{
    public Task<string> TakeAsync(Site site) => TakeAsync(site.Id);

    public async Task<string> TakeAsync(InstallationId? of = null)
    {
        // By the connection string, so that the thousands of looks of a walk share one pooled connection.
        await using var database = new NpgsqlConnection(app.Database);
        await database.OpenAsync();
        var tables = new List<string>();
        await using (var names = new NpgsqlCommand("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1", database))
        await using (var reader = await names.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                tables.Add(reader.GetString(0));
        }
        var filter = of is { } site ? $"where coalesce(r->>'installation_id', r->>'id') = '{site.Value}'" : "";
        var each = tables.Select(table => $"select '{table}' as n, coalesce(string_agg(r::text, E'\\n' order by r::text), '') as t from (select to_jsonb(t) - 'catalog' - 'catalog_read_at' as r from \"{table}\" t) rows {filter}");
        await using var command = new NpgsqlCommand($"select string_agg(n || E'\\n' || t, E'\\n' order by n) from ({string.Join(" union all ", each)}) as every", database);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
