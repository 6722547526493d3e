using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.Installations;

/// <param name="Fields">Everything that was sent but the session; secrets sealed, or masked where they stand in a document.</param>
public sealed record ExpiredForm(string Action, IReadOnlyList<(string Name, string Value)> Fields)
{
    /// <summary>Whether a document held a secret that must be written again.</summary>
    public bool IsMasked { get; init; }

    private const int ShortestText = 12;

    /// <summary>What somebody wrote, as opposed to what he chose.</summary>
    public IEnumerable<string> Texts => Fields.Select(sent => sent.Value).Where(value => value.Length >= ShortestText && value.AsSpan().ContainsAny(" \n\t")).Distinct();
}

/// <summary>
/// A form whose session ran out while somebody wrote: the refusal stays a refusal, but it says what to do and gives back every word. Only for a session
/// that was ours and is too old; any other stranger gets the plain answer.
/// </summary>
public static class ExpiredForms
{
    public static IApplicationBuilder UseExpiredForms(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status401Unauthorized || context.Response.HasStarted || context.Features.Get<ExpiredSession>() is not { } expired
            || !context.Request.HasFormContentType)
            return;
        context.RequestServices.GetRequiredService<TenantScope>().Enter(new InstallationId(expired.InstallationId));
        if (await context.RequestServices.GetRequiredService<SiteOfCaller>().FindAsync(context.RequestAborted) is not { } site)
            return;
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var secrets = context.RequestServices.GetRequiredService<SealedFields>();
        // A secret that was typed anew goes before one that was kept from the last time.
        var sent = form.Where(field => field.Key != "session" && !(field.Key.StartsWith(SealedFields.Kept, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(form[SealedFields.Typed + field.Key[SealedFields.Kept.Length..]])))
            .SelectMany(Values).ToList();
        var shown = sent.Select(field => Shown(site.Id, field, secrets)).ToList();
        var model = new ExpiredForm($"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}", shown)
        {
            IsMasked = sent.Zip(shown).Any(pair => pair.First.Name == Document && pair.First != pair.Second),
        };
        var shell = new PageShell { Title = "Not sent yet", Ancestors = site.Ancestors(), Kind = "administration", IsInReadersLanguage = true, StatusCode = StatusCodes.Status401Unauthorized };
        await new FramedPage<ExpiredFormContent, ExpiredForm>(shell, model).ExecuteAsync(context);
    });

    private const string Document = "document";

    /// <summary>What is secret goes back to no browser as it was typed.</summary>
    private static (string Name, string Value) Shown(InstallationId site, (string Name, string Value) field, SealedFields secrets) => field switch
    {
        (Document, var text) => (Document, SettingsSecrets.MaskTyped(text)),
        (var name, { Length: > 0 } text) when name.StartsWith(SealedFields.Typed, StringComparison.Ordinal) =>
            (SealedFields.Kept + name[SealedFields.Typed.Length..], secrets.Seal(site, name[SealedFields.Typed.Length..], text.Trim())),
        _ => field,
    };

    private static IEnumerable<(string Name, string Value)> Values(KeyValuePair<string, StringValues> field) => field.Value.OfType<string>().Select(value => (field.Key, value));
}
