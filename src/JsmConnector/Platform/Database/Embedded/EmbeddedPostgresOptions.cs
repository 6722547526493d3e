namespace JsmConnector.Platform.Database.Embedded;

public sealed class EmbeddedPostgresOptions
{
    /// <summary>Holds the cluster, the locks, the log and (unless the path is too long) the socket. Made when missing.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>The folder with `postgres` and `initdb`; null searches PATH and the usual folders.</summary>
    public string? BinaryDirectory { get; set; }

    public int MaxConnections { get; set; } = 100;

    public int SharedBuffersMegabytes { get; set; } = 64;

    /// <summary>Off makes commits faster and loses the whole cluster when the machine stops. For tests only.</summary>
    public bool IsDurable { get; set; } = true;
}
