using System.Collections.Concurrent;

namespace JsmConnector.Tests.AtlassianConnect;

/// <summary>An outside world that answers as the test says and remembers what it was asked.</summary>
internal sealed class StubHttp(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
{
    public ConcurrentQueue<(string Method, string Url, string? Authorization, string Body)> Asked { get; } = [];

    public TimeSpan Delay { get; init; }

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Asked.Enqueue((request.Method.Method, request.RequestUri!.ToString(), request.Headers.Authorization?.ToString(), body));
        await Task.Delay(Delay, cancellationToken);
        return answer(request);
    }
}
