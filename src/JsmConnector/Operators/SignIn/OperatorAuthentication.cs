using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using JsmConnector.Operators.Html;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace JsmConnector.Operators.SignIn;

/// <summary>The route is for operators: a session cookie on GET, and on POST the mark of the same session in the form as well.</summary>
public sealed record OperatorRequirement;

/// <summary>A feature of the request once its session was found.</summary>
public sealed record SignedInOperator(string SessionToken)
{
    public string Antiforgery { get; } = OperatorToken.AntiforgeryOf(SessionToken);

    // A record prints its members.
    public override string ToString() => "SignedInOperator";
}

/// <summary>
/// The one area with a cookie: pages of our own that nobody frames. It is HttpOnly, SameSite=Strict, Secure on https and sent to this area only.
/// </summary>
public sealed class OperatorAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, SignInOperator operators)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "operator";
    public const string Policy = "operator";
    public const string Cookie = "jsmconnector-operator";
    public const string AntiforgeryField = "antiforgery";

    public static CookieOptions CookieFor(HttpRequest request) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = request.PathBase + OperatorsRegistration.Path,
        MaxAge = SignInOperator.SessionLife,
        IsEssential = true,
    };

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<OperatorRequirement>() is null || Request.Cookies[Cookie] is not { } token)
            return AuthenticateResult.NoResult();
        if (!await operators.IsSignedInAsync(token, Context.RequestAborted))
            return AuthenticateResult.Fail("The session is unknown or over.");
        var caller = new SignedInOperator(token);
        if (!HttpMethods.IsGet(Request.Method) && !await HasMarkAsync(caller))
            return AuthenticateResult.Fail("The form is not of this session.");
        Context.Features.Set(caller);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(SchemeName)), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        OperatorPages.SignInFirst(StatusCodes.Status401Unauthorized, wanted: HttpMethods.IsGet(Request.Method) ? $"{Request.PathBase}{Request.Path}" : null).ExecuteAsync(Context);

    private async Task<bool> HasMarkAsync(SignedInOperator caller)
    {
        if (!Request.HasFormContentType)
            return false;
        try
        {
            var sent = (await Request.ReadFormAsync(Context.RequestAborted))[AntiforgeryField];
            return sent.Count == 1 && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent.ToString()), Encoding.UTF8.GetBytes(caller.Antiforgery));
        }
        catch (Exception broken) when (broken is InvalidDataException or BadHttpRequestException)
        {
            return false;
        }
    }
}

public static class OperatorRoutes
{
    public static TBuilder RequireOperator<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new OperatorRequirement());
        return builder.RequireAuthorization(new AuthorizeAttribute(OperatorAuthentication.Policy));
    }

    public static SignedInOperator GetOperator(this HttpContext context) => context.Features.GetRequiredFeature<SignedInOperator>();
}
