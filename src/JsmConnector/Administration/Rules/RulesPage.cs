using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Rules;

/// <summary>`/admin/rules`: every list of rules in the settings as a table, section by section. For Jira administrators.</summary>
public static class RulesPage
{
    public const string Path = "/admin/rules";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("overview");
        routes.MapPost(Path, ShowAsync).RequireSession(AdministrationRegistration.SessionPurpose);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, RulesDecisions decide, SessionTokens sessions, CancellationToken cancellationToken)
    {
        switch (await administrators.AdmitAsync(context, AdministrationRegistration.Kind, cancellationToken))
        {
            case Admission.Refused(var answer):
                return answer;
            case Admission.Granted(var site, var caller):
                var page = new RulesModel
                {
                    Section = RuleSections.All[0],
                    Options = new RuleOptions(new Dictionary<string, IReadOnlyList<RuleOption>?>()),
                    Rows = [],
                    Values = [],
                    SessionToken = sessions.Issue(caller, AdministrationRegistration.SessionPurpose),
                    ActionPath = context.Request.PathBase + Path,
                    OverviewPath = context.Request.PathBase + AdministrationRegistration.Path,
                };
                var form = HttpMethods.IsPost(context.Request.Method) ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
                page = await decide.DecideAsync(site.Id, caller.AccountId, form, page, cancellationToken);
                return new FramedPage<RulesContent, RulesModel>(
                    new PageShell { Title = "Rules", Kind = AdministrationRegistration.Kind, IsInReadersLanguage = true, Ancestors = site.Ancestors(), Script = "setup.js", Style = "setup.css" }, page);
            default:
                throw new InvalidOperationException("A caller is admitted or refused.");
        }
    }
}
