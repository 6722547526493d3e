using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Api;

/// <summary>`GET` and `PUT /api/v1/settings`: a site's whole configuration as one versioned document. For Jira administrators.</summary>
public static class Settings
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/settings", GetAsync).RequireApiCaller();
        routes.MapPut("/api/v1/settings", PutAsync).RequireApiCaller();
        routes.MapPost("/api/v1/settings/check", CheckAsync).RequireApiCaller();
        routes.MapGet("/api/v1/settings/export", ExportAsync).RequireApiCaller();
    }

    private static async Task<IResult> GetAsync(HttpContext context, CurrentSettings settings, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var current = await settings.GetInForceAsync(new InstallationId(caller.InstallationId), cancellationToken);
        if (current.Trouble is { } trouble)
            context.Response.Headers.Append("Warning", $"199 - \"Version {current.Version} cannot be read ({trouble.Field}); version {trouble.InForce} counts instead\"");
        return SettingsAnswers.Document(context, current.Version, current.Settings);
    }

    private static async Task<IResult> PutAsync(HttpContext context, SaveSettings save, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Version(context.Request) is not { } version)
            return SettingsAnswers.VersionNotNamed;
        var read = await SettingsAnswers.ReadAsync(context.Request, cancellationToken);
        if (read is not SettingsRead.Understood(var wanted))
            return SettingsAnswers.NotUnderstood(read);
        return SettingsAnswers.Of(context, await save.SaveAsync(new InstallationId(caller.InstallationId), wanted, version, caller.AccountId, cancellationToken));
    }

    /// <summary>What a PUT of this document would say, with nothing saved.</summary>
    private static async Task<IResult> CheckAsync(HttpContext context, CurrentSettings settings, SaveSettings save, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var read = await SettingsAnswers.ReadAsync(context.Request, cancellationToken);
        if (read is not SettingsRead.Understood(var wanted))
            return SettingsAnswers.NotUnderstood(read);
        var held = await settings.GetAsync(new InstallationId(caller.InstallationId), cancellationToken);
        wanted = SettingsSecrets.Unmask(wanted, held);
        var mistakes = save.Mistakes(wanted);
        return mistakes.Count > 0
            ? Problem.Invalid(mistakes)
            : Results.Json(new { valid = true, warnings = RuleMistakes.Warnings(wanted.Rules).Select(warning => new { field = warning.Field, reason = warning.Reason, mend = warning.Mend }), differences = DiffSettings.Between(held, wanted) }, SettingsJson.Options);
    }

    /// <summary>The document as a file. Secrets stay here: on another site they are entered anew.</summary>
    private static async Task<IResult> ExportAsync(HttpContext context, CurrentSettings settings, SiteOfCaller sites, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var current = await settings.GetInForceAsync(new InstallationId(caller.InstallationId), cancellationToken);
        var name = (await sites.FindAsync(cancellationToken))?.ShortName;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"settings-{name}-v{current.Version}.json\"";
        return SettingsAnswers.Document(context, current.Version, current.Settings);
    }
}
