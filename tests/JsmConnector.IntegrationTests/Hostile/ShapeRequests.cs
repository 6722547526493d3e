using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>Bodies, paths and headers that are made to be understood differently by two who read them.</summary>
internal static class ShapeRequests
{
    private const string Host = "Host: app.example.com\r\n";

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Webhook with a compressed bomb (gzip)", 415, "body_encoding_not_taken", w => w.WebhookAsync(w.WebhookToken.Signed(w.Acme.Secret), Bomb("gzip"))),
        new("Install with a compressed body (br)", 415, "body_encoding_not_taken", w => w.SendAsync(HttpMethod.Post, "/connect/installed", w.InstallToken().Signed(w.Keys.Key), Bomb("br"))),
        new("Settings of more than a megabyte", 413, "body_too_large", w => w.SendAsync(HttpMethod.Put, "/api/v1/settings", Token(w), HostileWorld.Json($"{{\"x\":\"{new string('x', 1_100_000)}\"}}"), change: IfMatch)) { Prepare = AdministratorAsync },
        new("Settings nested a thousand deep", 400, "request_malformed", w => w.SendAsync(HttpMethod.Put, "/api/v1/settings", Token(w), HostileWorld.Json(string.Concat(Enumerable.Repeat("{\"statusPages\":", 1000))), change: IfMatch)) { Prepare = AdministratorAsync },
        new("Public words that are no JSON", 400, "request_malformed", w => w.SendAsync(HttpMethod.Post, "/api/v1/incidents/OPS-1/updates", Token(w), HostileWorld.Json("{\"words\":"))) { Prepare = AdministratorAsync },
        new("Form of a megabyte for a button", 413, "body_too_large", w => w.RawAsync($"POST /admin HTTP/1.1\r\n{Host}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1100000\r\n\r\nsession=x")),
        new("Body that stops in the middle", 408, "body_too_slow", w => w.RawAsync(Post(w, "/connect/webhooks", "Content-Length: 1000\r\n", "{"))),
        new("Headers that never end", 408, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}X-Slow: ")),
        new("Content-Length and Transfer-Encoding at once", 400, "request_malformed", w => w.RawAsync(Post(w, "/connect/webhooks", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n"))),
        new("Two Content-Lengths", 400, null, w => w.RawAsync(Post(w, "/connect/webhooks", "Content-Length: 4\r\nContent-Length: 40\r\n", "{}{}"))),
        new("Content-Length below zero", 400, null, w => w.RawAsync(Post(w, "/connect/webhooks", "Content-Length: -1\r\n", ""))),
        new("A transfer encoding that is not chunked", 400, null, w => w.RawAsync(Post(w, "/connect/webhooks", "Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"))),
        new("A space before the colon of a header", 400, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}Authorization : JWT x\r\n\r\n")),
        new("A folded header", 400, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}X-One: a\r\n Authorization: JWT x\r\n\r\n")),
        new("A NUL character in a header", 400, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}X-One: a\0b\r\n\r\n")),
        new("No Host header", 400, null, w => w.RawAsync("GET /admin HTTP/1.1\r\n\r\n")),
        new("Two Host headers", 400, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}Host: evil.example\r\n\r\n")),
        new("Another host in the request line than in the header", 400, null, w => w.RawAsync($"GET http://evil.example/admin HTTP/1.1\r\n{Host}\r\n")),
        new("Path that climbs (`/health/../admin`)", 401, "token_missing", w => w.RawAsync($"GET /health/../admin HTTP/1.1\r\n{Host}\r\n")),
        new("Path that climbs, signed for where it ends", 401, "query_hash_mismatch", w => w.RawAsync(Post(w, "/health/../connect/webhooks", "Content-Length: 2\r\n", "{}"))),
        new("Path with an encoded slash", 404, null, w => w.RawAsync(Post(w, "/connect%2Fwebhooks", "Content-Length: 2\r\n", "{}"))),
        new("Path with two slashes in front", 404, null, w => w.RawAsync(Post(w, "//connect/webhooks", "Content-Length: 2\r\n", "{}"))),
        new("Path with a NUL character", 400, null, w => w.RawAsync($"GET /status/acme%00 HTTP/1.1\r\n{Host}\r\n")),
        new("Path in a header (`X-Original-URL`)", 404, null, w => w.SendAsync(HttpMethod.Get, "/nowhere", null, change: r => r.Headers.Add("X-Original-URL", "/admin"))),
        new("A method that nobody asked for (`TRACE`)", 401, "route_not_declared", w => w.SendAsync(HttpMethod.Trace, "/connect/webhooks", null)),
        new("Request line of 20,000 characters", 414, null, w => w.RawAsync($"GET /admin?{new string('x', 20_000)} HTTP/1.1\r\n{Host}\r\n")),
        new("Headers of 70,000 bytes", 431, null, w => w.RawAsync($"GET /admin HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Range(0, 70).Select(n => $"X-{n}: {new string('x', 1000)}\r\n"))}\r\n")),
        new("A chunk whose length is no number", 400, "request_malformed", w => w.RawAsync(Post(w, "/connect/webhooks", "Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n"))),
    ];

    private const string Administrator = "5b10ac8d82e05b22cc7d4ef5";

    private static Task AdministratorAsync(HostileWorld w)
    {
        w.Acme.Jira.Administrators.Add(Administrator);
        return Task.CompletedTask;
    }

    private static void IfMatch(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation("If-Match", "\"0\"");

    private static string Token(HostileWorld w) =>
        ForgedToken.For(w.Acme.ClientKey, "GET", "/x", w.Clock.GetUtcNow()).With("qsh", "context-qsh").With("sub", Administrator).Signed(w.Acme.Secret);

    /// <summary>Signed as it should be for the webhook route, wherever it is sent.</summary>
    private static string Post(HostileWorld w, string target, string headers, string body)
    {
        var token = w.WebhookToken.Signed(w.Acme.Secret);
        w.Secrets.Add(token);
        return $"POST {target} HTTP/1.1\r\n{Host}Authorization: JWT {token}\r\nContent-Type: application/json\r\n{headers}\r\n{body}";
    }

    private static ByteArrayContent Bomb(string encoding)
    {
        using var packed = new MemoryStream();
        using (Stream packer = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Fastest) : new GZipStream(packed, CompressionLevel.Fastest))
        {
            var zeros = Encoding.ASCII.GetBytes(new string(' ', 1_000_000));
            for (var megabyte = 0; megabyte < 20; megabyte++)
                packer.Write(zeros);
        }
        var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
