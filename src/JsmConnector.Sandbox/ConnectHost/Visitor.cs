using JsmConnector.Sandbox.Site;

namespace JsmConnector.Sandbox.ConnectHost;

/// <summary>Whose eyes the site is seen with: a cookie chosen in the masthead, Ada without one.</summary>
public static class Visitor
{
    public const string Cookie = "visitor";
    public const string Anonymous = "anonymous";

    /// <summary>Null for an anonymous visitor.</summary>
    public static Person? Of(HttpContext context, bool portal = false) => context.Request.Cookies[Cookie] switch
    {
        null => portal ? Catalogue.Carla : Catalogue.Ada,
        Anonymous => null,
        var id => Catalogue.People.FirstOrDefault(person => person.AccountId == id) ?? Catalogue.Ada,
    };

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/visitor", async (HttpContext context) =>
    {
        var form = await context.Request.ReadFormAsync();
        context.Response.Cookies.Append(Cookie, form["account"].ToString(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax });
        var back = form["back"].ToString();
        return Results.LocalRedirect(back.StartsWith('/') && !back.StartsWith("//", StringComparison.Ordinal) ? back : "/");
    }).DisableAntiforgery();
}
