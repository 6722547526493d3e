using System.Diagnostics;
using JsmConnector.Benchmarks.Load;
using JsmConnector.Benchmarks.Site;

namespace JsmConnector.Benchmarks;

/// <summary>(b): reads of the status page and its JSON, beside nginx serving the very same compressed bytes from a file.</summary>
internal static class PagesBenchmark
{
    private const string Encoding = "Accept-Encoding: br";

    public static async Task RunAsync(AppProcess app, TimeSpan duration)
    {
        var folder = Directory.CreateTempSubdirectory("jsmconnector-nginx-").FullName;
        var documents = new (string Name, string Path)[] { ("status page", "/status/local"), ("summary.json", "/status/local/api/v2/summary.json") };
        using var client = new HttpClient();
        var tags = new Dictionary<string, string>();
        foreach (var (_, path) in documents)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, app.Address + path);
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
            using var answer = await client.SendAsync(request);
            answer.EnsureSuccessStatusCode();
            var file = Path.Combine(folder, path.TrimStart('/').Replace('/', '_'));
            await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
            tags[path] = answer.Headers.ETag!.ToString();
        }
        var nginx = $"http://127.0.0.1:{FreePort.Take()}";
        using var server = StartNginx(folder, new Uri(nginx).Port);
        await WaitAsync(client, nginx);
        foreach (var (name, path) in documents)
        {
            var file = $"{nginx}/{path.TrimStart('/').Replace('/', '_')}";
            using var probe = await client.GetAsync(new Uri(file));
            var fileTag = probe.Headers.ETag!.ToString();
            var theirs = await Wrk.RunAsync(file, Suite.Connections, duration, "pages.lua", [Encoding]);
            var ours = await Wrk.RunAsync(app.Address + path, Suite.Connections, duration, "pages.lua", [Encoding]);
            Suite.Print($"(b) {name}, br: nginx", theirs, null);
            Suite.Print($"(b) {name}, br: JsmConnector", ours, $"{ours.PerSecond / theirs.PerSecond:0%} of nginx");
            var theirs304 = await Wrk.RunAsync(file, Suite.Connections, duration, "pages.lua", [Encoding, $"If-None-Match: {fileTag}"]);
            var ours304 = await Wrk.RunAsync(app.Address + path, Suite.Connections, duration, "pages.lua", [Encoding, $"If-None-Match: {tags[path]}"]);
            Suite.Print($"(b) {name}, 304: nginx", theirs304, null);
            Suite.Print($"(b) {name}, 304: JsmConnector", ours304, $"{ours304.PerSecond / theirs304.PerSecond:0%} of nginx");
        }
        server.Kill(entireProcessTree: true); // Its worker outlives a master that was killed alone.
        await server.WaitForExitAsync();
        Directory.Delete(folder, true);
    }

    /// <summary>One worker without access log: as fast as it gets for static bytes. The file is compressed already and labelled so.</summary>
    private static Process StartNginx(string folder, int port)
    {
        var configuration = Path.Combine(folder, "nginx.conf");
        File.WriteAllText(configuration, $$"""
            daemon off; worker_processes 1; error_log {{folder}}/error.log; pid {{folder}}/nginx.pid;
            events { worker_connections 1024; }
            http {
              access_log off; etag on; keepalive_requests 1000000000; sendfile on; tcp_nodelay on; open_file_cache max=100;
              client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
              server {
                listen 127.0.0.1:{{port}}; root {{folder}}; default_type text/html;
                add_header Content-Encoding br; add_header Cache-Control "public, max-age=10, s-maxage=10, stale-while-revalidate=30, stale-if-error=86400"; add_header Vary Accept-Encoding;
              }
            }
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return Process.Start(new ProcessStartInfo(Machine.Find("nginx"), ["-p", folder, "-c", configuration]) { UseShellExecute = false, RedirectStandardError = true })!;
    }

    private static async Task WaitAsync(HttpClient client, string address)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(address));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(25);
            }
        }
        throw new InvalidOperationException("nginx did not start.");
    }
}
