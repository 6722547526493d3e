using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.ApiTokens;

/// <summary>`/admin/tokens`: API tokens of the site, made, listed with their last use, and revoked.</summary>
public static class ApiTokensPage
{
    public const string Path = "/admin/tokens";
    private static readonly int[] LivesInDays = [30, 90, 365];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ChangeAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, ManageApiTokens tokens, SessionTokens sessions, TimeProvider clock, CancellationToken cancellationToken) =>
        PageAsync(context, administrators, tokens, sessions, clock, (_, model) => Task.FromResult(model), cancellationToken);

    private static Task<IResult> ChangeAsync(HttpContext context, AdministratorsOnly administrators, ManageApiTokens tokens, SessionTokens sessions, TimeProvider clock, CancellationToken cancellationToken) =>
        PageAsync(context, administrators, tokens, sessions, clock, async (caller, model) =>
        {
            var form = await context.Request.ReadFormAsync(cancellationToken);
            return form["decision"].ToString() switch
            {
                "make" => await MakeAsync(form, caller, tokens, model, cancellationToken),
                "revoke" => await RevokeAsync(form, tokens, model, cancellationToken),
                _ => model,
            };
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

    private static async Task<IResult> PageAsync(
        HttpContext context, AdministratorsOnly administrators, ManageApiTokens tokens, SessionTokens sessions, TimeProvider clock,
        Func<AtlassianPrincipal, ApiTokensModel, Task<ApiTokensModel>> act, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var model = await act(caller, new ApiTokensModel
                {
                    Now = clock.GetUtcNow(),
                    Tokens = [],
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                });
                model = model with { Tokens = [.. (await tokens.ListAsync(cancellationToken)).Select(ApiTokenRow.Of)] };
                // Never read anew by the script: a token that is shown once must not vanish while it is copied.
                return new FramedPage<ApiTokensContent, ApiTokensModel>(new PageShell { Title = "API tokens", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors() }, model);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
