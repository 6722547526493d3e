using JsmConnector.Platform.Database.Embedded;

namespace JsmConnector.Platform.Startup;

/// <summary>What must stand before services can be registered: a database to connect to, and settings without problems.</summary>
/// <param name="Embedded">The database that this process started or joined; null when a connection string was given.</param>
public sealed record Ground(string ConnectionString, EmbeddedPostgres? Embedded)
{
    /// <param name="features">What other folders find wrong with their settings, each problem with its mend: all are told together.</param>
    public static async Task<Ground> PrepareAsync(WebApplicationBuilder builder, params Func<IConfiguration, IEnumerable<string>>[] features)
    {
        var configuration = builder.Configuration;
        var isDevelopment = builder.Environment.IsDevelopment();
        if (isDevelopment)
            DevelopmentDefaults.Apply(configuration, DevelopmentDefaults.DataFolder(configuration, builder.Environment), Kestrel.Addresses(configuration)[0]);

        var connectionString = configuration.GetConnectionString("Postgres");
        var problems = Problems(configuration, builder.Environment, connectionString).Concat(features.SelectMany(feature => feature(configuration))).ToList();
        if (problems.Count > 0)
            throw new StartupProblems(problems);
        if (!string.IsNullOrWhiteSpace(connectionString))
            return new Ground(connectionString, null);

        var embedded = await StartEmbeddedAsync(builder);
        return new Ground(embedded.ConnectionString, embedded);
    }

    private static IEnumerable<string> Problems(IConfiguration configuration, IHostEnvironment environment, string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString) && !environment.IsDevelopment())
            yield return "ConnectionStrings__Postgres is missing: set it, for example Host=db;Username=jsmconnector;Password=…;Database=jsmconnector";
        else if (!string.IsNullOrWhiteSpace(connectionString) && ConnectionStringProblem(connectionString) is { } problem)
            yield return problem;
        foreach (var problemOfFeature in FeatureProblems.All(configuration, environment))
            yield return problemOfFeature;
    }

    private static string? ConnectionStringProblem(string connectionString)
    {
        try
        {
            var parts = new Npgsql.NpgsqlConnectionStringBuilder(connectionString);
            return string.IsNullOrWhiteSpace(parts.Host) ? "ConnectionStrings__Postgres names no Host: add Host=…" : null;
        }
        catch (ArgumentException exception)
        {
            return $"ConnectionStrings__Postgres cannot be read ({exception.Message}): write it as Host=…;Username=…;Password=…;Database=…";
        }
    }

    private static async Task<EmbeddedPostgres> StartEmbeddedAsync(WebApplicationBuilder builder)
    {
        using var logging = LoggerFactory.Create(log => log.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
        var options = new EmbeddedPostgresOptions
        {
            DataDirectory = Path.Combine(DevelopmentDefaults.DataFolder(builder.Configuration, builder.Environment), "postgres"),
            BinaryDirectory = builder.Configuration["EmbeddedPostgres:BinaryDirectory"],
        };
        return await EmbeddedPostgres.StartAsync(options, logging.CreateLogger<EmbeddedPostgres>(), TimeProvider.System, CancellationToken.None);
    }
}
