using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.ApiTokens;

/// <summary>`/admin/tokens`: API tokens of the site, made, listed with their last use, and revoked.</summary>
public static class ApiTokensPage
{
    public const string Path = "/admin/tokens";
    private static readonly int[] LivesInDays = [30, 90, 365];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ManageApiTokens tokens, TimeProvider clock, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var model = new ApiTokensModel
            {
                Now = clock.GetUtcNow(),
                Tokens = [],
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            model = visit.Form["decision"].ToString() switch
            {
                "make" => await MakeAsync(visit.Form, visit.Caller, tokens, model, cancellationToken),
                "revoke" => await RevokeAsync(visit.Form, tokens, model, cancellationToken),
                _ => model,
            };
            return visit.Page<ApiTokensContent, ApiTokensModel>("API tokens", model with { Tokens = [.. (await tokens.ListAsync(cancellationToken)).Select(ApiTokenRow.Of)] });
        }, cancellationToken);

    private static async Task<ApiTokensModel> MakeAsync(IFormCollection form, AtlassianPrincipal caller, ManageApiTokens tokens, ApiTokensModel model, CancellationToken cancellationToken)
    {
        var name = form["name"].ToString().Trim().Replace("\0", "", StringComparison.Ordinal);
        if (name.Length is 0 or > ManageApiTokens.LongestName)
            return model with { Name = name, NameProblem = $"Give the token a name of 1 to {ManageApiTokens.LongestName} characters: the program that will use it." };
        if (await tokens.CountAsync(cancellationToken) >= ManageApiTokens.Most)
            return model with { Name = name, NameProblem = $"There are {ManageApiTokens.Most} tokens already. Revoke one that is no longer used." };
        var right = Enum.TryParse<ApiTokenRight>(form["right"], out var asked) && Enum.IsDefined(asked) ? asked : ApiTokenRight.Read;
        var days = int.TryParse(form["days"], System.Globalization.CultureInfo.InvariantCulture, out var number) && LivesInDays.Contains(number) ? number : LivesInDays[1];
        var made = await tokens.MakeAsync(name, right, TimeSpan.FromDays(days), caller.AccountId, cancellationToken);
        return model with { Made = made.Text, Done = new Done(Tone.Good, "The token “{0}” works now.", name) };
    }

    private static async Task<ApiTokensModel> RevokeAsync(IFormCollection form, ManageApiTokens tokens, ApiTokensModel model, CancellationToken cancellationToken) =>
        Guid.TryParse(form["token"], out var id) && await tokens.RevokeAsync(new ApiTokenId(id), cancellationToken)
            ? model with { Done = new Done(Tone.Good, "The token is revoked. Programs that use it are refused from now on.") }
            : model with { Done = new Done(Tone.Neutral, "Nothing was changed: this token was revoked already.") };
}
