namespace JsmConnector.Platform.Database.Embedded;
public sealed class EmbeddedPostgresOptions { public string DataDirectory { get; set; } = ""; public string? BinaryDirectory { get; set; } }
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    public string ConnectionString { get; } = "";
    public ValueTask DisposeAsync() => default;
    public static Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken token) => Task.FromResult(new EmbeddedPostgres());
}
