using System.Globalization;

namespace JsmConnector.IntegrationTests.Vendors;

/// <param name="Path">Without the query.</param>
/// <param name="At">A stopwatch timestamp.</param>
public sealed record FakeStatuspageRequest(string Method, string Path, string Query, string Body, long At);

/// <summary>Something that goes wrong with a request to <see cref="FakeStatuspage"/>.</summary>
public sealed class StatuspageFault
{
    /// <summary>Null means any.</summary>
    public string? Method { get; init; }

    public int Times { get; set; } = 1;

    /// <summary>Requests that fit and pass before it happens.</summary>
    public int After { get; set; }
    public TimeSpan Delay { get; init; }

    /// <summary>Whether the request takes effect before the fault shows.</summary>
    public bool CarryOut { get; init; }

    /// <summary>The connection breaks instead of an answer.</summary>
    public bool Drop { get; init; }

    public int Status { get; init; } = 500;
    public string Body { get; init; } = "";
    public string? RetryAfter { get; init; }

    public static StatuspageFault Answer(int status, string body = "", string? method = null, int times = 1) =>
        new() { Status = status, Body = body, Method = method, Times = times };

    /// <param name="status">420 or 429.</param>
    public static StatuspageFault TooFast(int status, int? retryAfterSeconds = null, string? method = null) =>
        new() { Status = status, RetryAfter = retryAfterSeconds?.ToString(CultureInfo.InvariantCulture), Method = method };

    /// <summary>The connection breaks and nothing was done.</summary>
    public static StatuspageFault LostQuestion(string? method = null) => new() { Drop = true, Method = method };

    /// <summary>The connection breaks after the request took effect.</summary>
    public static StatuspageFault LostAnswer(string? method = null) => new() { Drop = true, CarryOut = true, Method = method };

    /// <summary>The request takes effect after the delay.</summary>
    public static StatuspageFault Slow(TimeSpan delay, string? method = null) => new() { Delay = delay, CarryOut = true, Method = method };

    public bool Concerns(FakeStatuspageRequest request) => Method is null || Method == request.Method;
}
