using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using JsmConnector.BrowserTests.Sandbox;

namespace JsmConnector.BrowserTests.IssuePanel;

/// <summary>A status page of the settings whose receiver refuses everything, for as long as a test needs it.</summary>
public sealed class FailingPage : IAsyncDisposable
{
    private readonly SandboxProcess _sandbox;
    private readonly JsonNode _before;

    private FailingPage(SandboxProcess sandbox, JsonNode before) => (_sandbox, _before) = (sandbox, before);

    public static async Task<FailingPage> AddAsync(SandboxProcess sandbox, CancellationToken cancellationToken)
    {
        var (document, _) = await ReadAsync(sandbox, cancellationToken);
        var failing = new FailingPage(sandbox, document.DeepClone());
        document["statusPages"]!.AsArray().Add((JsonNode)new JsonObject
        {
            ["id"] = "partner",
            ["provider"] = "webhook",
            ["url"] = $"{sandbox.Site}/nobody/listens/here",
            ["apiKey"] = $"whsec_{Convert.ToBase64String(new byte[32])}",
        });
        await WriteAsync(sandbox, document, cancellationToken);
        return failing;
    }

    public async ValueTask DisposeAsync() => await WriteAsync(_sandbox, _before, CancellationToken.None);

    private static async Task<(JsonNode Document, string? Version)> ReadAsync(SandboxProcess sandbox, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(sandbox, HttpMethod.Get, null, null, cancellationToken);
        return (JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!, answer.Headers.ETag?.Tag);
    }

    private static async Task WriteAsync(SandboxProcess sandbox, JsonNode document, CancellationToken cancellationToken)
    {
        var (_, version) = await ReadAsync(sandbox, cancellationToken);
        using var answer = await SendAsync(sandbox, HttpMethod.Put, JsonContent.Create(document), version, cancellationToken);
    }

    /// <summary>As the site's administrator, with a token as the page script gets it.</summary>
    private static async Task<HttpResponseMessage> SendAsync(SandboxProcess sandbox, HttpMethod method, HttpContent? content, string? version, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{sandbox.App}/api/v1/settings") { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", await sandbox.Http.GetStringAsync(new Uri($"{sandbox.Site}/connect/token"), cancellationToken));
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(version));
        return (await sandbox.Http.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
    }
}
