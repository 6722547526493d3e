using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

/// <summary>An administrator who was admitted to one screen: who he is, what he sent, and what every screen of the administration carries on.</summary>
/// <param name="Form">Empty when the screen is only opened.</param>
/// <param name="SessionToken">For the forms of the screen: a frame without cookies has no other way to carry on who asks.</param>
/// <param name="ActionPath">Where the forms of the screen go.</param>
public sealed record AdministrationVisit(Installation Site, AtlassianPrincipal Caller, IFormCollection Form, string SessionToken, string ActionPath, string OverviewPath, bool IsPost)
{
    /// <param name="refreshEvery">Null: never read anew by the script, because somebody may be typing, or copying what is shown once.</param>
    public IResult Page<TContent, TModel>(string title, TModel model, string? script = null, string? style = null, TimeSpan? refreshEvery = null) where TContent : IMarkupOf<TModel> =>
        new FramedPage<TContent, TModel>(
            new PageShell
            {
                Title = title,
                Kind = AdministrationRegistration.Kind,
                IsInReadersLanguage = true,
                Ancestors = Site.Ancestors(),
                Script = script,
                Style = style,
                RefreshEvery = refreshEvery,
            }, model);
}

public static class AdministrationScreens
{
    /// <summary>Opened with a token of Jira's or Forge's, and by a button of another screen; both end in <paramref name="show"/>.</summary>
    public static void MapScreen(this IEndpointRouteBuilder routes, string path, Delegate show)
    {
        routes.MapGet(path, show).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(path, show).RequireSession(AdministrationRegistration.SessionPurpose);
    }
}
