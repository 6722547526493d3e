using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration;

public abstract record Admission
{
    private Admission() { }

    public sealed record Granted(Installation Site, AtlassianPrincipal Caller) : Admission;

    public sealed record Refused(IResult Answer) : Admission;
}

/// <summary>Jira is asked at every request, also behind our own session token: who lost the right a minute ago is out.</summary>
public sealed class AdministratorsOnly(SiteOfCaller sites, SitePermissions permissions)
{
    public async Task<Admission> AdmitAsync(HttpContext context, string kind, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(cancellationToken) is not { } site)
            return new Admission.Refused(Results.Unauthorized());
        var caller = context.GetAtlassianPrincipal();
        return await permissions.AskAsync(caller, SitePermissions.Administer, null, cancellationToken) switch
        {
            PermissionAnswer.Granted => new Admission.Granted(site, caller),
            PermissionAnswer.NotKnown(var why) => new Admission.Refused(new Refusal(StatusCodes.Status503ServiceUnavailable, why, "Wait a minute and open the page again.").Page(site.Ancestors(), kind)),
            _ => new Admission.Refused(new Refusal(StatusCodes.Status403Forbidden, "This page is for Jira administrators.", "Ask one of them for help: they see here what the app does and what needs a decision.")
                .Page(site.Ancestors(), kind)),
        };
    }
}
