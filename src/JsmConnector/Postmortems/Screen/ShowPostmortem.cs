using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Printing;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using Microsoft.AspNetCore.Mvc;

namespace JsmConnector.Postmortems.Screen;

/// <summary>
/// `GET /postmortem?incident=KEY`: the general page inside Jira, for people who may see the ticket. `POST /postmortem` is every button of it: the
/// frame has no cookies, so the way from screen to screen leads over forms that carry our token.
/// </summary>
public sealed class ShowPostmortem(AdmitReader admit, ReadPostmortem read, ReadPublications publications, ReadActions actions, PersonNames people, Mentions.PeopleOfIncident responders, PostmortemFiles files, WorkOnPostmortem work, SiteOfCaller sites, SessionTokens sessions)
{
    public const string Path = "/postmortem";
    public const string SessionPurpose = "postmortem";

    /// <summary>Two documents of full length, each character escaped as forms do it; far above what the other routes take.</summary>
    private const long LargestForm = 8_000_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (string? incident, HttpContext context, ShowPostmortem show, CancellationToken cancellationToken) =>
                show.ShowAsync(context, incident, null, cancellationToken))
            .RequireConnectToken(ConnectTokenKind.Context).RequireForgeToken("postmortem")
            .WithName("Postmortem");
        routes.MapPost(Path, async (HttpContext context, ShowPostmortem show, CancellationToken cancellationToken) =>
                await show.WorkAsync(context, await context.Request.ReadFormAsync(cancellationToken), cancellationToken))
            .RequireSession(SessionPurpose).WithMetadata(new RequestSizeLimitAttribute(LargestForm));
    }

    private async Task<IResult> WorkAsync(HttpContext context, IFormCollection form, CancellationToken cancellationToken) =>
        form["decision"] == WorkOnPostmortem.Autosave
            ? await AutosaveAsync(context, form, cancellationToken)
            : await FileAsync(context, form, cancellationToken) ?? await ShowAsync(context, form["incident"], form, cancellationToken);

    /// <summary>A frame has no cookies, so a file is asked for by a form like everything else.</summary>
    /// <returns>Null when no file was asked for, or the screen says why there is none.</returns>
    private async Task<IResult?> FileAsync(HttpContext context, IFormCollection form, CancellationToken cancellationToken)
    {
        if (PostmortemFiles.Formats.FirstOrDefault(known => form["decision"] == "file-" + known) is not { } format
            || await admit.AskAsync(form["incident"], context.GetAtlassianPrincipal(), cancellationToken) is not Admitted.Reader reader
            || await read.DocumentAsync(reader.Incident.Id, cancellationToken) is not { } document)
            return null;
        var audience = form["document"] == "external" ? TemplateAudience.External : TemplateAudience.Internal;
        context.Response.Headers.CacheControl = "no-store";
        return await files.MakeAsync(reader.Incident.IssueKey, document, audience, format, cancellationToken) is TakenAway.File(var bytes, var type, var name) ? Results.File(bytes, type, name) : null;
    }

    private async Task<IResult> ShowAsync(HttpContext context, string? issueKey, IFormCollection? form, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        var (status, model) = await admit.AskAsync(issueKey, caller, cancellationToken) switch
        {
            Admitted.Refused(var refused, var why) => (refused, why),
            Admitted.Reader(var incident, var canEdit) => (StatusCodes.Status200OK, await DecideAsync(context, incident, canEdit, form, cancellationToken)),
            _ => throw new InvalidOperationException("A reader is admitted or refused."),
        };
        var site = await sites.FindAsync(cancellationToken);
        var shell = new PageShell
        {
            Title = issueKey is null ? "Postmortem" : $"Postmortem of {issueKey}",
            Kind = "postmortem-page",
            Ancestors = FrameAncestors.Of(site?.BaseUrl, site?.DisplayUrl),
            StatusCode = status,
            Script = model is PostmortemModel.Editing ? "postmortem.js" : null,
        };
        return new FramedPage<PostmortemContent, PostmortemModel>(shell, model);
    }

    private async Task<PostmortemModel> DecideAsync(HttpContext context, Incident incident, bool canEdit, IFormCollection? fields, CancellationToken cancellationToken)
    {
        var progress = await read.ProgressAsync(incident.Id, cancellationToken);
        if (progress?.Document is not { } document)
        {
            var ask = new PostmortemForm(incident.IssueKey, 0, Session(context), Address(context, incident), canEdit);
            return await work.BeforeItIsWrittenAsync(incident, ask, progress, fields, cancellationToken);
        }
        var form = new PostmortemForm(incident.IssueKey, document.Version, Session(context), Address(context, incident), canEdit) { MayDownload = !ScreenAsJson.IsAsked(context.Request) };
        var model = fields is null
            ? new PostmortemModel.Written(form, document, progress.DueAt)
            : await work.DoAsync(incident, form, document, fields, context.GetAtlassianPrincipal().AccountId, cancellationToken);
        return model switch
        {
            PostmortemModel.Written written => await SurroundedAsync(written, incident, cancellationToken),
            PostmortemModel.Editing editing => editing with { People = [.. (await responders.AskAsync(incident.Id, cancellationToken)).Select(person => person.Name)] },
            PostmortemModel.History history => history with { Names = await people.OfAsync(incident.InstallationId, history.Versions.Select(version => version.Author), cancellationToken) },
            _ => model,
        };
    }

    private async Task<PostmortemModel> SurroundedAsync(PostmortemModel.Written written, Incident incident, CancellationToken cancellationToken) => written with
    {
        Publications = await publications.ListAsync(incident, cancellationToken),
        Findings = incident.Published && written.Document.State is PostmortemState.Draft or PostmortemState.InReview or PostmortemState.Approved ? AccountFindings.In(incident, written.Document.External) : [],
        Actions = await actions.OfIncidentAsync(incident, true, cancellationToken),
        Names = await people.OfAsync(incident.InstallationId, written.Document.Approvals.Select(approval => approval.By), cancellationToken),
    };

    /// <summary>For the script: what it needs to go on typing, and no screen.</summary>
    private async Task<IResult> AutosaveAsync(HttpContext context, IFormCollection form, CancellationToken cancellationToken)
    {
        var caller = context.GetAtlassianPrincipal();
        if (await admit.AskAsync(form["incident"], caller, cancellationToken) is not Admitted.Reader { CanEdit: true } reader)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        return await work.SaveAsync(reader.Incident, form, caller.AccountId, cancellationToken) is { } version
            ? Results.Json(new { version, session = Session(context) })
            : Results.StatusCode(StatusCodes.Status409Conflict);
    }

    /// <summary>Where a form leads is where the page is read anew, so it names the incident too.</summary>
    private static string Address(HttpContext context, Incident incident) => $"{context.Request.PathBase}{Path}?incident={Uri.EscapeDataString(incident.IssueKey)}";

    private string Session(HttpContext context) => sessions.Issue(context.GetAtlassianPrincipal(), SessionPurpose);
}
