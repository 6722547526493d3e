using System.Net;
using System.Net.Sockets;
using System.Text;
using MimeKit;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>A mail server on a loopback port that takes messages, refuses them at a step, or dies at the end of one.</summary>
public sealed class FakeMailServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _door = new();
    private readonly List<(string To, MimeMessage Message)> _taken = [];
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Answer to a command, like `RCPT`; null takes it.</summary>
    public Func<string, string?>? Refuse { get; set; }

    /// <summary>Closes the connection after the message was taken and before that is said.</summary>
    public bool DieAfterData { get; set; }

    /// <summary>After a message was taken, before that is said.</summary>
    public Func<Task>? BeforeAnswer { get; set; }

    public IReadOnlyList<(string To, MimeMessage Message)> Taken
    {
        get
        {
            lock (_door)
                return [.. _taken];
        }
    }

    public static FakeMailServer Start()
    {
        var server = new FakeMailServer();
        server._listener.Start();
        server._accepting = server.AcceptAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
        _listener.Dispose();
    }

    public void Forget()
    {
        (Refuse, DieAfterData, BeforeAnswer) = (null, false, null);
        lock (_door)
            _taken.Clear();
    }

    private async Task AcceptAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var closing = client;
        try
        {
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
            await writer.WriteLineAsync("220 stand-in");
            var to = "";
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                var word = line.Split(' ', ':')[0].ToUpperInvariant();
                if (Refuse?.Invoke(word) is { } refusal)
                {
                    await writer.WriteLineAsync(refusal);
                    continue;
                }
                if (word == "RCPT")
                    to = line.Split('<', '>')[1];
                await writer.WriteLineAsync(word switch { "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 ok" });
                if (word == "QUIT")
                    return;
                if (word != "DATA")
                    continue;
                await TakeAsync(reader, to);
                if (BeforeAnswer is { } before)
                    await before();
                if (DieAfterData)
                    return;
                await writer.WriteLineAsync("250 taken");
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The other side left.
        }
    }

    private async Task TakeAsync(StreamReader reader, string to)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is var line && line != ".")
            text.Append(line is null ? throw new IOException("The sender left in the middle of a message.") : line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        using var bytes = new MemoryStream(Encoding.Latin1.GetBytes(text.ToString()));
        var message = await MimeMessage.LoadAsync(bytes, _stop.Token);
        lock (_door)
            _taken.Add((to, message));
    }
}
