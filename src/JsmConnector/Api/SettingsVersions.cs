using System.Globalization;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.Api;

/// <summary>`/api/v1/settings/versions`: who changed what and when, and the way back.</summary>
public static class SettingsVersions
{
    private const string Version = "/api/v1/settings/versions/{version}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/v1/settings/versions", ListAsync).RequireApiCaller();
        routes.MapGet(Version, GetAsync).RequireApiCaller();
        routes.MapGet(Version + "/diff", DiffAsync).RequireApiCaller();
        routes.MapPost(Version + "/restore", RestoreAsync).RequireApiCaller();
    }

    /// <param name="before">Only versions older than this one: what the last of a list names for the next.</param>
    private static async Task<IResult> ListAsync(int? before, HttpContext context, SettingsHistory history, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return Results.Json(new { versions = await history.ListAsync(new InstallationId(caller.InstallationId), before ?? int.MaxValue, cancellationToken) }, SettingsJson.Options);
    }

    private static async Task<IResult> GetAsync(string version, HttpContext context, SettingsHistory history, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        return await history.FindAsync(new InstallationId(caller.InstallationId), Number(version), cancellationToken) switch
        {
            SettingsRead.Understood(var settings) => SettingsAnswers.Document(context, Number(version), settings),
            { } unread => SettingsAnswers.NotUnderstood(unread),
            null => Missing("version", version),
        };
    }

    /// <param name="against">The version to compare with; without it, the one before.</param>
    private static async Task<IResult> DiffAsync(string version, int? against, HttpContext context, SettingsHistory history, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        var (site, number) = (new InstallationId(caller.InstallationId), Number(version));
        var from = against ?? Math.Max(number - 1, 0);
        if (await history.FindAsync(site, number, cancellationToken) is not { } newer)
            return Missing("version", version);
        if (await history.FindAsync(site, from, cancellationToken) is not { } older)
            return Missing("against", from.ToString(CultureInfo.InvariantCulture));
        return (older, newer) switch
        {
            (SettingsRead.Understood(var before), SettingsRead.Understood(var after)) =>
                Results.Json(new { version = number, against = from, differences = DiffSettings.Between(before, after) }, SettingsJson.Options),
            (SettingsRead.Understood, _) => SettingsAnswers.NotUnderstood(newer),
            _ => SettingsAnswers.NotUnderstood(older),
        };
    }

    private static async Task<IResult> RestoreAsync(string version, HttpContext context, SettingsHistory history, SitePermissions permissions, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Administer, null, cancellationToken) is { } refusal)
            return refusal;
        if (IfMatch.Version(context.Request) is not { } basedOn)
            return SettingsAnswers.VersionNotNamed;
        return await history.RestoreAsync(new InstallationId(caller.InstallationId), Number(version), basedOn, caller.AccountId, cancellationToken) is { } saved
            ? SettingsAnswers.Of(context, saved)
            : Missing("version", version);
    }

    private static int Number(string version) => int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static IResult Missing(string field, string version) => Problem.NotFound(field, $"There is no version {version}.", "Take a number from /api/v1/settings/versions; 0 is the default.");
}
