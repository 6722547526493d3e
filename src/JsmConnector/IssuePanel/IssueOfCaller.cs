using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.Platform.Html;

namespace JsmConnector.IssuePanel;

public abstract record IssueAccess
{
    private IssueAccess() { }

    public sealed record Seen(string IssueId) : IssueAccess;

    public sealed record Refused(Refusal Why) : IssueAccess;
}

/// <summary>Which ticket the caller looks at, and whether he may: a parameter in an address proves nothing.</summary>
public sealed class IssueOfCaller(SitePermissions permissions)
{
    /// <param name="asked">The id in the address.</param>
    public async Task<IssueAccess> FindAsync(AtlassianPrincipal caller, string? asked, CancellationToken cancellationToken)
    {
        if (caller.Kind is not AccountKind.Agent)
            return Refuse(StatusCodes.Status403Forbidden, "This panel is for people who work in Jira.", "Sign in to Jira with an account that may see the ticket.");
        // The signed token says what the person looks at; what he may see is asked from Jira all the same.
        asked = caller.IssueId is { Length: > 0 } shown ? shown : asked;
        if (asked is not { Length: > 0 and <= 20 } || !asked.All(char.IsAsciiDigit))
            return Refuse(StatusCodes.Status400BadRequest, "No ticket is named.", "Open the panel from a ticket: it then knows which one it is about.");
        return await permissions.AskAsync(caller, SitePermissions.Browse, asked, cancellationToken) switch
        {
            PermissionAnswer.Granted => new IssueAccess.Seen(asked),
            PermissionAnswer.NotKnown(var why) => Refuse(StatusCodes.Status503ServiceUnavailable, why, "Wait a minute and load the ticket again."),
            _ => Refuse(StatusCodes.Status403Forbidden, "You may not see this ticket.", "Ask a project administrator for the permission to browse the project."),
        };
    }

    private static IssueAccess.Refused Refuse(int status, string title, string mend) => new(new Refusal(status, title, mend));
}
