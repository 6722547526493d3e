using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Telemetry;

namespace JsmConnector.Webhooks;

/// <summary>What every door does with an event whose sender is verified: read the body once, store it once, ring, answer. Nothing else happens in the request.</summary>
/// <remarks>
/// Answers: 204 stored, or stored before; 413 over the limit (final: recorded without its body); 503 with Retry-After when it cannot be stored.
/// A body that cannot be read is stored and answered 204 as well, because Jira cannot mend it. Jira repeats on 408, 409, 425, 429 and 5xx only.
/// </remarks>
public sealed partial class AcceptWebhook(StoreWebhooks store, FindEventSource sources, WebhooksBell bell, TimeProvider clock, ILogger<AcceptWebhook> logger)
{
    /// <summary>Largest body taken, in bytes. Kestrel's default; Jira documents no limit of its own.</summary>
    public const int LargestBody = 30_000_000;

    /// <summary>Begins the key of an event that came through a door that does not count.</summary>
    public const string AsidePrefix = "aside:";

    private const string IdentifierHeader = "X-Atlassian-Webhook-Identifier";

    /// <summary>For doors that bring Jira's own body.</summary>
    public async Task HandleAsync(HttpContext context) =>
        await StoreAsync(context, context.Request.Headers[IdentifierHeader].ToString(), await context.ReadBodyOnceAsync(LargestBody));

    /// <summary>For doors that bring the event in another form and wrote the body of Jira's webhook from it.</summary>
    /// <param name="identifier">The same over the sender's retries, unique within the installation; empty when the sender has none.</param>
    /// <param name="body">Null when it was over the limit.</param>
    public async Task StoreAsync(HttpContext context, string identifier, byte[]? body)
    {
        var caller = context.GetAtlassianPrincipal();
        var installation = new InstallationId(caller.InstallationId);
        var envelope = body is null
            ? new WebhookEnvelope("too large", WebhookEnvelope.NoLane, $"The body is larger than {LargestBody} bytes.")
            : WebhookEnvelope.Read(body);
        try
        {
            var key = DeliveryKey(identifier, body);
            if (await sources.WhyNotAsync(installation, caller.Source, CancellationToken.None) is { } why)
            {
                // Its content came, or will come, through the door that counts: here its name, its ticket and the reason are enough.
                (envelope, body, key) = (envelope with { Problem = null, NotOurs = why }, body is null ? null : [], AsidePrefix + key);
            }
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
