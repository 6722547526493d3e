using System.Net;
using System.Net.Http.Headers;

namespace JsmConnector.Notifications;

/// <summary>What came of one HTTP call to a channel.</summary>
public abstract record ChannelAnswer
{
    public sealed record Said(HttpStatusCode Status, string Body, TimeSpan? RetryAfter) : ChannelAnswer
    {
        public bool IsSuccess => (int)Status is >= 200 and < 300;
    }

    /// <summary>Nothing reached the destination.</summary>
    public sealed record NotSent(string Reason) : ChannelAnswer;

    /// <summary>It may have been carried out.</summary>
    public sealed record NoAnswer(string Reason) : ChannelAnswer;
}

/// <summary>One call, never repeated here, through the guarded clients of the house. Addresses may be secrets: neither they nor bodies are logged or told.</summary>
public sealed class ChannelCall(IHttpClientFactory clients, TimeProvider clock)
{
    public const string ClientName = "channels";

    /// <summary>A hundred messages of a chat with all that they show.</summary>
    private const int LongestBody = 2 * 1024 * 1024;

    public async Task<ChannelAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients.CreateClient(ClientName);
            client.MaxResponseContentBufferSize = LongestBody;
            using var response = await client.SendAsync(request, cancellationToken);
            return new ChannelAnswer.Said(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), Wait(response.Headers.RetryAfter));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError)
        {
            return new ChannelAnswer.NotSent($"The channel could not be reached ({exception.HttpRequestError}).");
        }
        catch (HttpRequestException exception)
        {
            return new ChannelAnswer.NoAnswer($"The call broke off ({exception.HttpRequestError}).");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChannelAnswer.NoAnswer("The channel did not answer in time.");
        }
    }

    private TimeSpan? Wait(RetryConditionHeaderValue? value) => value switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };
}
