using JsmConnector.Administration.Access;
using JsmConnector.Administration.ApiTokens;
using JsmConnector.Administration.Audit;
using JsmConnector.Administration.Destinations;
using JsmConnector.Administration.Drills;
using JsmConnector.Administration.Explain;
using JsmConnector.Administration.Pages;
using JsmConnector.Administration.PostmortemList;
using JsmConnector.Administration.PostmortemTemplates;
using JsmConnector.Administration.Scorecard;
using JsmConnector.Administration.Rules;
using JsmConnector.Administration.SetUp;
using JsmConnector.Administration.SiteSettings;
using JsmConnector.Administration.Words;
using Microsoft.AspNetCore.Http.Features;

namespace JsmConnector.Administration;

public static class AdministrationRegistration
{
    public const string Path = "/admin";
    public const string SessionPurpose = "administration";
    public const string Kind = "administration";

    /// <summary>Well within the life of the session token in the forms, which is renewed on the way.</summary>
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMinutes(1);

    /// <summary>Tables of a large site: some hundreds of rows of three values. Without it such a form is refused as a whole.</summary>
    private const int MostFormValues = 21_000;

    public static IServiceCollection AddAdministration(this IServiceCollection services) =>
        services.Configure<FormOptions>(options => options.ValueCountLimit = MostFormValues).AddScoped<LoadOverview>().AddScoped<ReplayOrSkip>().AddScoped<OverviewDecisions>().AddScoped<AdministratorsOnly>()
            .AddScoped<SettingsDecisions>().AddScoped<WordsDecisions>().AddHostedService<WarmWords>().AddScoped<SendTest>().AddSingleton<TestLimit>()
            .AddScoped<ExplainIssues>().AddScoped<ReadEdited>().AddScoped<TemplateDecisions>()
            .AddScoped<SaveStep>().AddScoped<ReadRuleOptions>().AddScoped<ReadPeople>().AddScoped<StaleRules>().AddScoped<RulesDecisions>().AddScoped<DestinationsDecisions>().AddScoped<TestDestination>().AddScoped<ReadAudit>()
            .AddScoped<LoadPages>().AddScoped<PageDecisions>().AddScoped<AddPastIncident>()
            .AddSingleton<KeptSources>().AddScoped<ReadChoices>().AddScoped<ViewSteps>().AddScoped<SetUpDecisions>().AddScoped<Trials>().AddScoped<EndTrials>().AddScoped<CloseTrials>().AddSingleton<ForgetTrials>().AddSingleton(ForgetTrials.Job);

    /// <summary>For Jira administrators: the overview and its buttons, settings, API tokens, diagnostics.</summary>
    public static IEndpointRouteBuilder MapAdministration(this IEndpointRouteBuilder routes)
    {
        routes.MapScreen(Path, ShowAsync);
        ApiTokensPage.Map(routes);
        DiagnosticsPage.Map(routes);
        SettingsPage.Map(routes);
        SetUpPage.Map(routes);
        RulesPage.Map(routes);
        DestinationsPage.Map(routes);
        AuditPage.Map(routes);
        AccessPage.Map(routes);
        PagesPage.Map(routes);
        WordsPage.Map(routes);
        DrillPage.Map(routes);
        ScorecardPage.Map(routes);
        ExplainPage.Map(routes);
        PostmortemListPage.Map(routes);
        TemplatesPage.Map(routes);
        ExplainRoutes.Map(routes);
        return routes;
    }

    private static Task<IResult> ShowAsync(HttpContext context, AdministratorsOnly administrators, LoadOverview load, OverviewDecisions decide, CancellationToken cancellationToken) =>
        administrators.ShowAsync(context, Path, async visit =>
        {
            var done = visit.IsPost ? await decide.DecideAsync(visit.Caller, visit.Form, cancellationToken) : null;
            var model = await load.LoadAsync(visit.Site, visit.Caller, visit.ActionPath, done, cancellationToken);
            return visit.Page<OverviewContent, OverviewModel>("JsmConnector", model, refreshEvery: RefreshEvery);
        }, cancellationToken);
}
