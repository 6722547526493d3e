using System.Collections.Concurrent;
using MailKit.Net.Smtp;

namespace JsmConnector.Notifications.Channels.Email;

/// <summary>
/// Connections to the mail server that the next message can use: ten thousand readers are not ten thousand handshakes. One that was idle is asked whether it
/// still lives before a message is trusted to it, so that a server that hung up meanwhile leaves no message in doubt.
/// </summary>
public sealed class OpenMailConnections(TimeProvider clock) : IDisposable
{
    private const int Most = 16, MostMessages = 100;
    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);
    private readonly ConcurrentBag<Held> _idle = [];

    /// <returns>Null when none is at hand: open one.</returns>
    public async Task<Held?> TakeAsync(CancellationToken cancellationToken)
    {
        while (_idle.TryTake(out var held))
        {
            if (held.Messages < MostMessages && clock.GetElapsedTime(held.IdleSince) < LongestIdle && await LivesAsync(held.Client, cancellationToken))
                return held;
            held.Client.Dispose();
        }
        return null;
    }

    /// <summary>After a message was taken; a connection on which anything went wrong is not given back.</summary>
    public void GiveBack(Held held)
    {
        if (_idle.Count >= Most)
            held.Client.Dispose();
        else
            _idle.Add(held with { Messages = held.Messages + 1, IdleSince = clock.GetTimestamp() });
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var held))
            held.Client.Dispose();
    }

    private static async Task<bool> LivesAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.NoOpAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return false;
        }
    }

    /// <param name="IdleSince">A timestamp of the clock.</param>
    public sealed record Held(SmtpClient Client, int Messages, long IdleSince);
}
