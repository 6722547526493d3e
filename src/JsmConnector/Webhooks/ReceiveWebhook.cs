using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace JsmConnector.Webhooks;

/// <summary>
/// Steps one and two of the path: the endpoint policy has verified token and query hash; here the body is read once, stored once, answered.
/// Nothing else happens in the request. The next step is <see cref="DrainWebhooks"/>.
/// </summary>
/// <remarks>
/// Answers: 204 stored, or stored before; 413 over the limit (final: recorded without its body); 503 with Retry-After when it cannot be stored.
/// A body that cannot be read is stored and answered 204 as well, because Jira cannot mend it. Jira repeats on 408, 409, 425, 429 and 5xx only.
/// </remarks>
public static partial class ReceiveWebhook
{
    /// <summary>Largest body taken, in bytes. Kestrel's default; Jira documents no limit of its own.</summary>
    public const int LargestBody = 30_000_000;

    private const string IdentifierHeader = "X-Atlassian-Webhook-Identifier";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/connect/webhooks", HandleAsync).RequireConnectToken(ConnectTokenKind.Computed);

    private static async Task HandleAsync(
        HttpContext context, StoreWebhooks store, WebhooksBell bell, TimeProvider clock, ILogger<StoreWebhooks> logger)
    {
        var installation = new InstallationId(context.GetAtlassianPrincipal().InstallationId);
        var body = await ReadBodyAsync(context);
        var envelope = body is null
            ? new WebhookEnvelope("too large", WebhookEnvelope.NoLane, $"The body is larger than {LargestBody} bytes.")
            : WebhookEnvelope.Read(body);
        var key = DeliveryKey(context.Request.Headers[IdentifierHeader].ToString(), body);
        try
        {
            if (!await store.StoreAsync(new IncomingWebhook(installation, key, envelope, body ?? [], clock.GetUtcNow())))
            {
                ComeBack(context, 2);
                return;
            }
        }
        catch (Exception exception)
        {
            LogNotStored(logger, exception, installation);
            ComeBack(context, 30);
            return;
        }
        Meters.WebhookStored();
        bell.Ring();
        context.Response.StatusCode = body is null ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status204NoContent;
    }

    private static void ComeBack(HttpContext context, int seconds)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <returns>Null when the body is over the limit.</returns>
    private static async ValueTask<byte[]?> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LargestBody)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LargestBody;
        try
        {
            var reader = context.Request.BodyReader;
            while (true)
            {
                var read = await reader.ReadAsync(context.RequestAborted);
                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
    }

    /// <summary>Jira's identifier is the same over its retries. A sender without it (a proxy that drops headers) is told apart by the body, which holds event and time.</summary>
    private static string DeliveryKey(string identifier, byte[]? body) => identifier switch
    {
        { Length: > 0 and <= 200 } => identifier,
        { Length: > 200 } => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identifier)))}",
        _ => $"body:{Convert.ToHexStringLower(SHA256.HashData(body ?? Guid.NewGuid().ToByteArray()))}",
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "A webhook of installation {Installation} could not be stored; Jira was asked to send it again")]
    private static partial void LogNotStored(ILogger logger, Exception exception, InstallationId installation);
}
