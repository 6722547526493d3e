namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>Something that goes wrong with a request to <see cref="FakeConfluence"/>.</summary>
public sealed class ConfluenceFault
{
    /// <summary>Method and the start of the path behind `/wiki`; null means any request.</summary>
    public string? Method { get; init; }
    public string? Path { get; init; }
    public int Times { get; set; } = 1;

    /// <summary>Requests that fit and pass before it happens.</summary>
    public int After { get; set; }

    /// <summary>The request takes effect before the fault shows.</summary>
    public bool CarryOut { get; init; }

    /// <summary>The connection breaks instead of an answer.</summary>
    public bool Drop { get; init; }
    public int Status { get; init; } = 500;
    public int? RetryAfter { get; init; }

    public static ConfluenceFault Answer(int status, string? method = null, string? path = null, int times = 1, int? retryAfter = null) =>
        new() { Status = status, Method = method, Path = path, Times = times, RetryAfter = retryAfter };

    public static ConfluenceFault LostAnswer(string? method = null, string? path = null, int after = 0) => new() { Drop = true, CarryOut = true, Method = method, Path = path, After = after };

    public static ConfluenceFault LostQuestion(string? method = null, string? path = null) => new() { Drop = true, Method = method, Path = path };

    public bool Concerns(string method, string path) => (Method is null || Method == method) && (Path is null || path.StartsWith(Path, StringComparison.Ordinal));
}
