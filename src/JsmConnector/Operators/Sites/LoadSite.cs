using System.Text.Json;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Settings;
using JsmConnector.Operators.Html;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements.Assisted;
using JsmConnector.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Operators.Sites;

/// <summary>The page of one site, in a scope that has entered it.</summary>
public sealed class LoadSite(
    JsmConnectorContext database, SiteOfCaller sites, CurrentSettings settings, PostByHand announcements, DecideSite decisions, IOptions<AppOptions> app, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new(SettingsJson.Options) { WriteIndented = true };

    public async Task<IResult> PageAsync(HttpContext context, SiteNews? news, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return OperatorPages.Refused(StatusCodes.Status404NotFound, "There is no such site.", "Go back to the list of sites.");
        var status = news is { Tone: Tone.Major } ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK;
        return OperatorPages.Plain<SiteContent, SiteModel>(site.ShortName, await ModelAsync(context, site, news, cancellationToken), status);
    }

    private async Task<SiteModel> ModelAsync(HttpContext context, Installation site, SiteNews? news, CancellationToken cancellationToken)
    {
        var (version, current) = await settings.GetVersionAsync(site.Id, cancellationToken);
        return new SiteModel
        {
            Name = site.ShortName,
            Url = site.BaseUrl,
            State = site.State,
            StatusPageUrl = $"{app.Value.BaseUrl.TrimEnd('/')}/status/{Uri.EscapeDataString(site.ShortName)}",
            WebhookUrl = WebhookSecret.AddressOf(app.Value.BaseUrl, site.Id),
            Door = site.SharedSecret is null ? await DoorAsync(cancellationToken) : null,
            Token = await database.Set<SiteToken>().AsNoTracking().Select(token => new StoredToken(token.Kind, token.Account, token.SavedAt)).FirstOrDefaultAsync(cancellationToken),
            LastEventAt = await database.Set<Webhook>().OrderByDescending(webhook => webhook.Sequence).Select(webhook => (DateTimeOffset?)webhook.ReceivedAt).FirstOrDefaultAsync(cancellationToken),
            Announcements = await announcements.ListAsync(cancellationToken),
            Undecided = await decisions.UndecidedAsync(cancellationToken),
            AtRest = await decisions.AtRestAsync(cancellationToken),
            SettingsVersion = version,
            Settings = news?.TypedSettings?.Text ?? JsonSerializer.Serialize(SettingsSecrets.Masked(current), Readable),
            KeptSettings = news?.TypedSettings?.Sealed,
            ActionPath = $"{context.Request.PathBase}{OperatorsRegistration.Path}/sites/{site.Id}",
            Antiforgery = context.GetOperator().Antiforgery,
            News = news,
        };
    }

    private async Task<SignedDoor?> DoorAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await database.Set<AdminWebhook>().AsNoTracking()
            .Select(webhook => new SignedDoor(webhook.MadeAt, webhook.PreviousSecretUntil > now ? webhook.PreviousSecretUntil : null)).FirstOrDefaultAsync(cancellationToken);
    }
}
