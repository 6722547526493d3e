using System.Net;

namespace JsmConnector.Sandbox.Install;

/// <summary>Whoever is told to come again does so, as Forge and administrators do: an app that has just started may still wait for keys.</summary>
public static class ComeAgain
{
    private const int MostTries = 5;
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2);

    /// <param name="send">Makes the call anew: a request is sent once.</param>
    /// <returns>The first answer that is not 503, or the last one.</returns>
    public static async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var answer = await send();
            if (answer.StatusCode is not HttpStatusCode.ServiceUnavailable || number == MostTries)
                return answer;
            answer.Dispose();
            await Task.Delay(Between, cancellationToken);
        }
    }
}
