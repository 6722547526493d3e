using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Installations;
using JsmConnector.Installations.ApiTokens;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Api;

/// <param name="AccountId">Who leads from now on; left out: the caller.</param>
public sealed record LeadRequest(string? AccountId);

/// <summary>`PUT /api/v1/incidents/{issueKey}/communication-lead` takes or hands over the lead, `DELETE` gives it back. For people who may edit the ticket.</summary>
public static class CommunicationLead
{
    private const string Path = "/api/v1/incidents/{issueKey}/communication-lead";
    private const int LongestAccountId = 128;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut(Path, PutAsync).RequireApiCaller();
        routes.MapDelete(Path, DeleteAsync).RequireApiCaller();
    }

    private static Task<IResult> PutAsync(
        string issueKey, LeadRequest request, HttpContext context, JsmConnectorContext database, SitePermissions permissions, TakeTheLead lead, CancellationToken cancellationToken)
    {
        var account = request.AccountId?.Trim() is { Length: > 0 } named ? named : context.GetAtlassianPrincipal().AccountId;
        if (account is not { Length: > 0 and <= LongestAccountId } || account.Any(char.IsControl))
            return Task.FromResult(Problem.Invalid("accountId", "It is not said who leads.", "Give the Atlassian account id of a person, of at most 128 characters."));
        return ToAsync(issueKey, account, context, database, permissions, lead, cancellationToken);
    }

    private static Task<IResult> DeleteAsync(
        string issueKey, HttpContext context, JsmConnectorContext database, SitePermissions permissions, TakeTheLead lead, CancellationToken cancellationToken) =>
        ToAsync(issueKey, null, context, database, permissions, lead, cancellationToken);

    private static async Task<IResult> ToAsync(
        string issueKey, string? account, HttpContext context, JsmConnectorContext database, SitePermissions permissions, TakeTheLead lead, CancellationToken cancellationToken)
    {
        var incident = await database.Set<Incident>().FirstOrDefaultAsync(i => i.IssueKey == issueKey || i.IssueId == issueKey, cancellationToken);
        if (incident is null)
            return Problem.NotFound("issueKey", $"No incident is known for the ticket {issueKey}.", "Check the key.");
        var caller = context.GetAtlassianPrincipal();
        if (await permissions.RefuseUnlessAsync(caller, SitePermissions.Edit, incident.IssueId, cancellationToken) is { } refusal)
            return refusal;
        try
        {
            await lead.ToAsync(incident, account, caller.AccountId, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Problem.Conflict(StatusCodes.Status409Conflict, "issueKey", "The incident changed at this moment.", "Send it once more.");
        }
        return Results.Json(new { communicationLead = incident.CommunicationLead });
    }
}
