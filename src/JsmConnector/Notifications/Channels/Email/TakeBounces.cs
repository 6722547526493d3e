using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.Email;

/// <summary>
/// `POST /receipts/mail`: bounces, told by the operator's mail provider or a small program beside the mail server, signed as Standard Webhooks with the secret of
/// `Smtp__BounceSecret`. An address that is none is left in peace from then on, in audiences and among the readers of a page.
/// </summary>
public sealed class TakeBounces(IServiceScopeFactory scopes, IOptions<SmtpOptions> options, TimeProvider clock)
{
    private const string SignatureHeader = "webhook-signature";
    private const int LargestBody = 16 * 1024;
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/receipts/mail", (HttpContext context, TakeBounces take) => take.HandleAsync(context))
            .AllowAnonymous().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (!IsSigned(context.Request.Headers, body))
            return RefuseUnsigned.At(context, "receipts", SignatureHeader);
        if (MailBounce.Read(body) is not { } bounce)
            return Results.Problem(title: "The body needs messageId and status, like 5.1.1.", statusCode: StatusCodes.Status400BadRequest);
        if (bounce.Outcome is not { } never || await TryRecordAsync(bounce.Delivery, never, context.RequestAborted))
            return Results.NoContent();
        context.Response.Headers.RetryAfter = "60";
        return Results.Problem(title: "The message is still being sent. Tell it again.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private bool IsSigned(IHeaderDictionary headers, string body)
    {
        var (id, time) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        if (!WebhookSignature.IsSecret(options.Value.BounceSecret) || !long.TryParse(time, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(clock.GetUtcNow().ToUnixTimeSeconds() - seconds) > Tolerance.TotalSeconds)
            return false;
        var expected = Encoding.ASCII.GetBytes(WebhookSignature.Of(options.Value.BounceSecret!, id, time, body));
        return headers[SignatureHeader].ToString().Split(' ').Any(signature => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(signature), expected));
    }

    /// <summary>Whose message it was, only its id tells.</summary>
    /// <returns>False for one whose sending is not recorded yet: what is told of it would be overwritten.</returns>
    private async Task<bool> TryRecordAsync(Guid id, DeliveryOutcome.Never never, CancellationToken cancellationToken)
    {
        await using var outside = scopes.CreateAsyncScope();
        var database = outside.ServiceProvider.GetRequiredService<JsmConnectorContext>();
        var site = await database.Set<Delivery>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).Where(row => row.Id == new DeliveryId(id) && row.Channel == "email").Select(row => (InstallationId?)row.InstallationId).FirstOrDefaultAsync(cancellationToken)
            ?? await database.Set<SubscriberNotice>().IgnoreQueryFilters([JsmConnectorContext.TenantFilter]).Where(notice => notice.Id == id).Select(notice => (InstallationId?)notice.InstallationId).FirstOrDefaultAsync(cancellationToken);
        if (site is not { } installation)
            return true;
        await using var scope = scopes.Enter(installation);
        if (await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Delivery>().AnyAsync(row => row.Id == new DeliveryId(id) && row.State == DeliveryState.Sending, cancellationToken))
            return false;
        await ToAudienceAsync(scope.ServiceProvider, id, never, cancellationToken);
        await ToSubscriberAsync(scope.ServiceProvider.GetRequiredService<JsmConnectorContext>(), id, never, cancellationToken);
        return true;
    }

    private async Task ToAudienceAsync(IServiceProvider services, Guid id, DeliveryOutcome.Never never, CancellationToken cancellationToken)
    {
        var (database, now, mark) = (services.GetRequiredService<JsmConnectorContext>(), clock.GetUtcNow(), GatherQuiet.Mark(new DeliveryId(id)));
        // Several incidents may have gone out in this one message. Told twice, it counts once.
        var lost = await database.Set<Delivery>().AsNoTracking().Where(row => (row.Id == new DeliveryId(id) || (row.Reason!.StartsWith(mark) && row.Channel == "email")) && (row.State == DeliveryState.Delivered || row.State == DeliveryState.Unknown)).ToListAsync(cancellationToken);
        foreach (var row in lost)
        {
            var changed = await database.Set<Delivery>().Where(known => known.Id == row.Id && known.State == row.State).ExecuteUpdateAsync(set => set
                .SetProperty(known => known.State, DeliveryState.Failed).SetProperty(known => known.Reason, never.Reason).SetProperty(known => known.FinishedAt, now), cancellationToken);
            if (changed == 0)
                continue;
            var failed = await database.Set<Delivery>().AsNoTracking().SingleAsync(known => known.Id == row.Id, cancellationToken);
            if (never.BreaksDestination)
                await services.GetRequiredService<WatchDestinations>().NoteAsync(failed, null, never, cancellationToken);
            foreach (var reaction in services.GetServices<IDeliveryFailed>())
                await reaction.AfterAsync(failed, cancellationToken);
        }
    }

    private async Task ToSubscriberAsync(JsmConnectorContext database, Guid id, DeliveryOutcome.Never never, CancellationToken cancellationToken)
    {
        var (now, quarantined) = (clock.GetUtcNow(), SubscriberState.Quarantined);
        await database.Set<SubscriberNotice>().Where(notice => notice.Id == id).ExecuteUpdateAsync(set => set.SetProperty(notice => notice.State, DeliveryState.Failed).SetProperty(notice => notice.Reason, never.Reason), cancellationToken);
        if (never.BreaksDestination)
            await database.Set<Subscriber>().Where(s => s.Kind == "email" && s.State == SubscriberState.Active && database.Set<SubscriberNotice>().Any(notice => notice.Id == id && notice.SubscriberId == s.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.State, quarantined).SetProperty(s => s.Trouble, never.Reason).SetProperty(s => s.EndedAt, now), cancellationToken);
    }
}
