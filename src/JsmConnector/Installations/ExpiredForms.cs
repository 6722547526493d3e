using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.Installations;

/// <param name="Fields">Everything that was sent but the session; secrets sealed.</param>
public sealed record ExpiredForm(string Action, IReadOnlyList<(string Name, string Value)> Fields)
{
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
        var fields = Sent(form, site.Id, expired.AccountId, context.RequestServices.GetRequiredService<SealedFields>(), context.RequestServices.GetRequiredService<SealedDocuments>());
        var model = new ExpiredForm($"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}", [.. fields]);
        var shell = new PageShell { Title = "Not sent yet", Ancestors = site.Ancestors(), Kind = "administration", IsInReadersLanguage = true, StatusCode = StatusCodes.Status401Unauthorized };
        await new FramedPage<ExpiredFormContent, ExpiredForm>(shell, model).ExecuteAsync(context);
    });

    /// <summary>What is secret goes back to no browser as it was typed. One that was typed anew goes before one that was kept from the last time.</summary>
    private static IEnumerable<(string Name, string Value)> Sent(IFormCollection form, InstallationId site, string? account, SealedFields secrets, SealedDocuments documents)
    {
        var document = form.ContainsKey(SealedDocuments.Field) ? documents.Read(site, account, form) : null;
        foreach (var (name, value) in form.SelectMany(Values).Where(field => field.Name != "session" && !IsNewer(form, field.Name)))
        {
            if (document is not null && name == SealedDocuments.Field)
                yield return (name, document.Text);
            else if (value.Length > 0 && name.StartsWith(SealedFields.Typed, StringComparison.Ordinal))
                yield return (SealedFields.Kept + name[SealedFields.Typed.Length..], secrets.Seal(site, account, name[SealedFields.Typed.Length..], value.Trim()));
            else if (document is null || name != SealedFields.Kept + SealedDocuments.Field)
                yield return (name, value);
        }
        if (document?.Sealed is { } box)
            yield return (SealedFields.Kept + SealedDocuments.Field, box);
    }

    private static bool IsNewer(IFormCollection form, string name) =>
        name.StartsWith(SealedFields.Kept, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(form[SealedFields.Typed + name[SealedFields.Kept.Length..]]);

    private static IEnumerable<(string Name, string Value)> Values(KeyValuePair<string, StringValues> field) => field.Value.OfType<string>().Select(value => (field.Key, value));
}
