using System.Collections.Concurrent;

namespace JsmConnector.AtlassianConnect.Authentication;

/// <param name="Ahead">How far the other clock is ahead of ours; negative when it is behind. Includes the way of the message.</param>
public sealed record ClockReading(TimeSpan Ahead, DateTimeOffset At);

/// <summary>How the clocks of the sites compare with ours: from `iat` of tokens made for one request, and from `Date` of answers. In this process.</summary>
public sealed class ClockSkew(TimeProvider clock)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, ClockReading> readings = new(StringComparer.OrdinalIgnoreCase);

    public void NoteIssuedAt(Guid installation, DateTimeOffset issuedAt) => Note(installation.ToString(), issuedAt);

    public void NoteDate(string host, DateTimeOffset date) => Note(host, date);

    public ClockReading? OfTokens(Guid installation) => readings.GetValueOrDefault(installation.ToString());

    public ClockReading? OfAnswers(string host) => readings.GetValueOrDefault(host);

    private void Note(string whose, DateTimeOffset theirs)
    {
        if (readings.Count >= Most)
        {
            readings.Clear();
        }

        var now = clock.GetUtcNow();
        readings[whose] = new ClockReading(theirs - now, now);
    }
}

/// <summary>Reads the clock of whoever answers.</summary>
internal sealed class NoteDateOfAnswer(ClockSkew skew) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Headers.Date is { } date && request.RequestUri is { } address)
        {
            skew.NoteDate(address.Authority, date);
        }

        return response;
    }
}
