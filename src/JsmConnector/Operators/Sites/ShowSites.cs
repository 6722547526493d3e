using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Operators.Html;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Html;

namespace JsmConnector.Operators.Sites;

public sealed record SitesModel(IReadOnlyList<ListedSite> Sites, string ActionPath, string Antiforgery, string? TypedUrl = null, string? Problem = null);

/// <summary>`/operator`: the sites there are, and a form for a new one.</summary>
public static class ShowSites
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("", async (HttpContext context, ListSites sites, CancellationToken cancellationToken) => await PageAsync(context, sites, null, null, cancellationToken)).RequireOperator();
        routes.MapPost("/sites", AddAsync).RequireOperator();
    }

    private static async Task<IResult> AddAsync(HttpContext context, AddSite add, ListSites sites, LoadSite load, CancellationToken cancellationToken)
    {
        var url = (await context.Request.ReadFormAsync(cancellationToken))["url"].ToString();
        return await add.AddAsync(url, cancellationToken) switch
        {
            SiteAdded.Added added => await load.PageAsync(context, new SiteNews(Tone.Good, "The site is added. Set up its webhook in Jira with the address and the secret below.") { Secret = added.Secret }, cancellationToken),
            SiteAdded.Refused(var problem) => await PageAsync(context, sites, url, problem, cancellationToken),
            _ => throw new InvalidOperationException("A site is added or refused."),
        };
    }

    private static async Task<IResult> PageAsync(HttpContext context, ListSites sites, string? typed, string? problem, CancellationToken cancellationToken) =>
        OperatorPages.Plain<SitesContent, SitesModel>(
            "Sites",
            new SitesModel(await sites.AllAsync(cancellationToken), context.Request.PathBase + OperatorsRegistration.Path, context.GetOperator().Antiforgery, typed, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
}
