using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Api;

/// <summary>`GET` and `PUT /api/v1/settings`: a site's whole configuration as one versioned document. Writing needs a Jira administrator.</summary>
public static class Settings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/settings", GetAsync).RequireApiCaller();
        routes.MapPut("/api/v1/settings", PutAsync).RequireApiCaller();
    }

    private static async Task<IResult> GetAsync(HttpContext context, CurrentSettings settings, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var (version, current) = await settings.GetVersionAsync(new InstallationId(caller.InstallationId), cancellationToken);
        return Document(context, version, current);
    }

    private static async Task<IResult> PutAsync(HttpContext context, SaveSettings save, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Version(context.Request) is not { } version)
            return Problem.Conflict(StatusCodes.Status428PreconditionRequired, "If-Match", "The version that you changed is not named.", "Send the ETag of your GET as If-Match, so that nobody's change is lost.");
        InstallationSettings? wanted;
        try
        {
            wanted = await JsonSerializer.DeserializeAsync<InstallationSettings>(context.Request.Body, SettingsJson.Options, cancellationToken);
        }
        catch (JsonException exception)
        {
            return Problem.Invalid(exception.Path ?? "$", "The document cannot be read here.", exception.Message);
        }
        if (wanted is null)
            return Problem.Invalid("$", "The document is null.", "Send the whole document, as GET returns it.");
        return await save.SaveAsync(new InstallationId(caller.InstallationId), wanted, version, caller.AccountId, cancellationToken) switch
        {
            SettingsSaved.Saved(var saved, var settings) => Document(context, saved, settings),
            SettingsSaved.Outdated(var newer) => Problem.Conflict(StatusCodes.Status412PreconditionFailed, "If-Match", $"Version {newer} was saved meanwhile.", "Read the document again and repeat your change on it."),
            SettingsSaved.Refused(var mistakes) => Problem.Invalid(mistakes),
            _ => throw new InvalidOperationException("A save has one of three results."),
        };
    }

    private static IResult Document(HttpContext context, int version, InstallationSettings settings)
    {
        context.Response.Headers.ETag = $"\"{version}\"";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(SettingsSecrets.Masked(settings), SettingsJson.Options);
    }
}
