
namespace JsmConnector.Administration.Rules;

/// <summary>`/admin/rules`: every list of rules in the settings as a table, section by section. For Jira administrators.</summary>
public static class RulesPage
{
    public const string Path = "/admin/rules";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScreen(Path, ShowAsync);

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, RulesDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var page = new RulesModel
            {
                Section = RuleSections.All[0],
                Options = new RuleOptions(new Dictionary<string, IReadOnlyList<RuleOption>?>()),
                Rows = [],
                Values = [],
                SessionToken = visit.SessionToken,
                ActionPath = visit.ActionPath,
                OverviewPath = visit.OverviewPath,
            };
            page = await decide.DecideAsync(visit.Site.Id, visit.Caller.AccountId, visit.Form, page, cancellationToken);
            return visit.Page<RulesContent, RulesModel>("Rules", page, script: "setup.js", style: "setup.css");
        }, cancellationToken);
}
