using System.Globalization;
using JsmConnector.Operators.Html;

namespace JsmConnector.Operators.SignIn;

/// <summary>Opening a link changes nothing, because mail scanners open links; the button on the page signs in.</summary>
public static class SignInRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", (string? token) => OperatorToken.HashOf(token) is null
            ? OperatorPages.SignInFirst(StatusCodes.Status200OK)
            : OperatorPages.Plain<ConfirmSignIn, ConfirmSignInModel>("Sign in", new ConfirmSignInModel(token!))).AllowAnonymous();
        routes.MapPost("/sign-in", SignInAsync).AllowAnonymous();
        routes.MapPost("/sign-out", SignOutAsync).RequireOperator();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignInOperator operators, SignInAttempts attempts, CancellationToken cancellationToken)
    {
        if (attempts.Count(context.Connection.RemoteIpAddress?.ToString() ?? "") is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return OperatorPages.Refused(StatusCodes.Status429TooManyRequests, "Too many attempts.", "Wait ten minutes, then open your link again or make a new one.");
        }
        var token = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(cancellationToken))["token"].ToString() : null;
        if (await operators.RedeemAsync(token, cancellationToken) is not { } session)
            return OperatorPages.SignInFirst(StatusCodes.Status403Forbidden, "This link does not work any more. A link works once, within 15 minutes.");
        context.Response.Cookies.Append(OperatorAuthentication.Cookie, session, OperatorAuthentication.CookieFor(context.Request));
        return new SeeOther(OperatorsRegistration.Path);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, SignInOperator operators, CancellationToken cancellationToken)
    {
        await operators.SignOutAsync(context.GetOperator().SessionToken, cancellationToken);
        var cookie = OperatorAuthentication.CookieFor(context.Request);
        cookie.MaxAge = null;
        context.Response.Cookies.Delete(OperatorAuthentication.Cookie, cookie);
        return OperatorPages.SignInFirst(StatusCodes.Status200OK, "You are signed out.");
    }

    /// <summary>303: the browser goes on with GET, and a reload does not send the form again.</summary>
    private sealed record SeeOther(string Path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = httpContext.Request.PathBase + Path;
            httpContext.Response.Headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }
    }
}
