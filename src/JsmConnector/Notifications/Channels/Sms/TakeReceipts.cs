using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Channels.Sms;

/// <summary>
/// `POST /receipts/twilio/{installation}/{delivery}`: what became of a text message after Twilio took it. A receipt may come twice, late, or before the answer
/// to the call itself; the first that is final counts. A number that cannot be told is left in peace until a person resumes it.
/// </summary>
public sealed class TakeReceipts(IServiceScopeFactory scopes, IOptions<AppOptions> app)
{
    private const string Confirmed = "Confirmed by the network.";
    private const int LargestForm = 16 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/receipts/twilio/{installation:guid}/{delivery:guid}", (Guid installation, Guid delivery, HttpContext context, TakeReceipts take) => take.HandleAsync(installation, delivery, context))
            .AllowAnonymous().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestForm));

    /// <returns>Null when a receipt could not be believed: without https, or without the account's auth token.</returns>
    public static string? AddressOf(string baseUrl, InstallationId installation, string delivery, SmsSettings settings) =>
        installation != default && settings.TokenOfAccount is not null && baseUrl.StartsWith("https://", StringComparison.Ordinal) && Guid.TryParseExact(delivery, "N", out var id)
            ? $"{baseUrl.TrimEnd('/')}/receipts/twilio/{installation.Value:D}/{id:D}"
            : null;

    private async Task<IResult> HandleAsync(Guid installation, Guid id, HttpContext context)
    {
        var stop = context.RequestAborted;
        if (!context.Request.HasFormContentType)
            return RefuseUnsigned.At(context, "receipts", TwilioReceipt.SignatureHeader);
        var fields = (await context.Request.ReadFormAsync(stop)).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
        await using var scope = scopes.Enter(new InstallationId(installation));
        var (services, database) = (scope.ServiceProvider, scope.ServiceProvider.GetRequiredService<JsmConnectorContext>());
        var row = await database.Set<Delivery>().AsNoTracking().FirstOrDefaultAsync(delivery => delivery.Id == new DeliveryId(id) && delivery.Channel == "sms", stop);
        if (row is null || await SettingsOfAsync(services, row, stop) is not { TokenOfAccount: { } token } settings
            || AddressOf(app.Value.BaseUrl, row.InstallationId, row.Id.Value.ToString("N"), settings) is not { } address
            || !TwilioReceipt.IsSigned(context.Request.Headers[TwilioReceipt.SignatureHeader], token, address, fields))
            return RefuseUnsigned.At(context, "receipts", TwilioReceipt.SignatureHeader);
        if (TwilioReceipt.Judge(fields.GetValueOrDefault("MessageStatus"), fields.GetValueOrDefault("ErrorCode")) is { } outcome)
            await RecordAsync(services, row, outcome, fields.GetValueOrDefault("MessageSid"), stop);
        return Results.NoContent();
    }

    private static async Task<SmsSettings?> SettingsOfAsync(IServiceProvider services, Delivery row, CancellationToken cancellationToken)
    {
        var settings = await services.GetRequiredService<CurrentSettings>().GetAsync(row.InstallationId, cancellationToken);
        var entry = settings.Channels.FirstOrDefault(channel => channel.Id == row.Destination.Split('/')[0] && channel.Kind == row.Channel);
        return entry is null ? null : (SmsSettings)new ChannelForm(typeof(SmsSettings)).Bind(entry);
    }

    private static async Task RecordAsync(IServiceProvider services, Delivery row, DeliveryOutcome outcome, string? sid, CancellationToken cancellationToken)
    {
        var (database, never) = (services.GetRequiredService<JsmConnectorContext>(), outcome as DeliveryOutcome.Never);
        var (state, reason, now) = (never is null ? DeliveryState.Delivered : DeliveryState.Failed, never?.Reason ?? Confirmed, services.GetRequiredService<TimeProvider>().GetUtcNow());
        // A row that is under way records its own outcome; what the network confirmed no later receipt takes back.
        var open = database.Set<Delivery>().Where(delivery => delivery.Id == row.Id && (delivery.RemoteId == null || sid == null || delivery.RemoteId == sid)
            && (delivery.State == DeliveryState.Unknown || (delivery.State == DeliveryState.Delivered && delivery.Reason != Confirmed) || (delivery.State == DeliveryState.Delivered && delivery.Reason == null)));
        var changed = await open.ExecuteUpdateAsync(set => set
            .SetProperty(delivery => delivery.State, state).SetProperty(delivery => delivery.Reason, reason).SetProperty(delivery => delivery.RemoteId, delivery => delivery.RemoteId ?? sid)
            .SetProperty(delivery => delivery.FinishedAt, now), cancellationToken);
        if (changed == 0 || never is null)
            return;
        if (never.BreaksDestination)
            await services.GetRequiredService<WatchDestinations>().NoteAsync(row, null, never, cancellationToken);
        foreach (var reaction in services.GetServices<IDeliveryFailed>())
            await reaction.AfterAsync(row, cancellationToken);
    }
}
