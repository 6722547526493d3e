using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;
using JsmConnector.IssuePanel.Compose;

namespace JsmConnector.IssuePanel;

/// <summary>The whole panel for one reader: what the world sees, and the form for those who may speak.</summary>
public sealed class ShowPanel(LoadIssuePanel panel, LoadComposer composer, SitePermissions permissions)
{
    public async Task<IssuePanelModel> LoadAsync(Installation site, AtlassianPrincipal caller, string issueId, string actionPath, PanelAct act, CancellationToken cancellationToken)
    {
        var model = await panel.LoadAsync(site, issueId, caller.AccountId, cancellationToken);
        if (model is not IssuePanelModel.Public incident)
            return model;
        // Somebody who typed keeps the form whatever Jira says now; and a Jira that is away hides nothing, because publishing asks again.
        var mayWrite = act.Kept is not null || await permissions.AskAsync(caller, SitePermissions.Edit, issueId, cancellationToken) is not PermissionAnswer.Denied;
        return incident with
        {
            Message = act.Message,
            Composer = mayWrite ? await composer.LoadAsync(site, caller, issueId, actionPath, act, cancellationToken) : null,
        };
    }
}
