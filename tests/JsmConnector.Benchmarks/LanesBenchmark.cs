using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using JsmConnector.Benchmarks.Site;
using JsmConnector.Deliveries;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Npgsql;

namespace JsmConnector.Benchmarks;

/// <summary>Five thousand deliveries in one lane and as many lanes with one each, behind a ledger of finished ones; every call is over at once, so that what remains is the cost of lanes.</summary>
internal static class LanesBenchmark
{
    private const int Waiting = 5_000, Finished = 20_000;

    public static async Task RunAsync()
    {
        await using var database = await BenchmarkDatabase.StartAsync();
        var handler = new Nothing();
        string[] settings =
        [
            "--environment=Production", "--urls=http://127.0.0.1:0", $"--ConnectionStrings:Postgres={database.ConnectionString}", "--App:BaseUrl=https://app.example.com", $"--App:EncryptionKey={AppProcess.NewKey()}",
            "--App:ManagementUrl=off", "--Logging:LogLevel:Default=Error",
        ];
        await using var app = await Application.BuildAsync(settings, builder =>
        {
            foreach (var background in builder.Services.Where(service => service.ServiceType == typeof(IHostedService)).ToList())
                builder.Services.Remove(background);
            builder.Services.AddSingleton<IDeliveryHandler>(handler);
        });
        await using var scope = app.Services.CreateAsyncScope();
        var site = await scope.ServiceProvider.GetRequiredService<StoreInstallation>().InstallAsync(new InstalledSite("client", "a-shared-secret-of-at-least-32-characters", "https://acme.atlassian.net", null, null), CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await PlanAsync(source, site, $"'done', 'Delivered' from generate_series(1, {Finished}) n");
        await PlanAsync(source, site, $"'warm:' || n % 50, 'Queued' from generate_series(1, 500) n");
        var drain = app.Services.GetRequiredService<DrainDeliveries>();
        await drain.DrainOnceAsync(CancellationToken.None);

        await PlanAsync(source, site, $"case k when 0 then 'page' else 'ticket:' || n end, 'Queued' from generate_series(1, {Waiting}) n, generate_series(0, 1) k");
        handler.Order.Clear();
        var watch = Stopwatch.StartNew();
        await drain.DrainOnceAsync(CancellationToken.None);
        var (seconds, wrong) = (watch.Elapsed.TotalSeconds, await WrongAsync(source, handler.Order));
        Suite.Line("(l) one lane of 5,000 beside 5,000 lanes", string.Create(CultureInfo.InvariantCulture, $"{handler.Order.Count} in {seconds:0.0} s, {wrong} out of order"));
    }

    private static async Task PlanAsync(NpgsqlDataSource source, InstallationId site, string lanes)
    {
        await using var command = source.CreateCommand($"""
            insert into deliveries (installation_id, id, audience, channel, destination, attempts, due_at, created_at, lane, state)
            select '{site.Value}', gen_random_uuid(), 'customers', '{Nothing.Name}', 'main', 0, now(), now(), {lanes}
            """);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many of the long lane came before one that was planned earlier.</summary>
    private static async Task<int> WrongAsync(NpgsqlDataSource source, IEnumerable<Guid> order)
    {
        var places = order.Select((id, place) => (id, place)).ToDictionary(told => told.id, told => told.place);
        await using var command = source.CreateCommand("select id from deliveries where lane = 'page' order by sequence");
        await using var reader = await command.ExecuteReaderAsync();
        var (wrong, last) = (0, -1);
        while (await reader.ReadAsync())
        {
            var place = places.GetValueOrDefault(reader.GetGuid(0), -1);
            wrong += place < last ? 1 : 0;
            last = place;
        }
        return wrong;
    }

    private sealed class Nothing : IDeliveryHandler
    {
        public const string Name = "nothing";

        public ConcurrentQueue<Guid> Order { get; } = new();

        public string Channel => Name;

        public Task<DeliveryOutcome> DeliverAsync(DeliveryAttempt attempt, CancellationToken cancellationToken)
        {
            Order.Enqueue(attempt.Id.Value);
            return Task.FromResult<DeliveryOutcome>(new DeliveryOutcome.Delivered());
        }
    }
}
