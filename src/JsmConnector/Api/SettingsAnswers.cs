using JsmConnector.Installations.Settings;

namespace JsmConnector.Api;

/// <summary>How the routes of the settings read documents and answer.</summary>
internal static class SettingsAnswers
{
    public static IResult VersionNotNamed => Problem.Conflict(
        StatusCodes.Status428PreconditionRequired, "If-Match", "The version that you changed is not named.", "Send the ETag of your GET as If-Match, so that nobody's change is lost.");

    public static IResult Document(HttpContext context, int version, InstallationSettings settings)
    {
        context.Response.Headers.ETag = $"\"{version}\"";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(SettingsSecrets.Masked(settings), SettingsJson.Options);
    }

    public static IResult Of(HttpContext context, SettingsSaved saved) => saved switch
    {
        SettingsSaved.Saved(var version, var settings) => Document(context, version, settings),
        SettingsSaved.Outdated(var newer) => Problem.Conflict(StatusCodes.Status412PreconditionFailed, "If-Match", $"Version {newer} was saved meanwhile.", "Read the document again and repeat your change on it."),
        SettingsSaved.Refused(var mistakes) => Problem.Invalid(mistakes),
        _ => throw new InvalidOperationException("A save has one of three results."),
    };

    public static async Task<SettingsRead> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body);
        return SettingsRead.Typed(await reader.ReadToEndAsync(cancellationToken));
    }

    public static IResult NotUnderstood(SettingsRead read) => read is SettingsRead.NotUnderstood(var field, var reason, var mend)
        ? Problem.Invalid([(field, reason, mend)])
        : throw new InvalidOperationException("A document is understood or not.");
}
