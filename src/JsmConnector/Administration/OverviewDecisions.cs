using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Webhooks.Reconciliation;

namespace JsmConnector.Administration;

/// <summary>What the buttons of the overview do. The caller is a Jira administrator: that was asked before.</summary>
public sealed class OverviewDecisions(ReplayOrSkip deliveries, WatchDestinations destinations, AskForReconciliation reconciliation)
{
    public const string Resume = "resume";
    public const string Compare = "compare";

    public async Task<Done?> DecideAsync(AtlassianPrincipal caller, IFormCollection form, CancellationToken cancellationToken)
    {
        switch (form["decision"].ToString())
        {
            case Resume:
                return await destinations.ResumeAsync(form["channel"].ToString(), form["destination"].ToString(), cancellationToken)
                    ? new Done(Tone.Good, "The destination is resumed. What waited for it goes out at once; if it fails again, it comes back here.")
                    : new Done(Tone.Neutral, "Nothing was changed: the destination was resumed already.");
            case Compare:
                await reconciliation.AskAsync(new InstallationId(caller.InstallationId), cancellationToken);
                return new Done(Tone.Good, "The site is compared with Jira within a minute. Missed events then appear like any others.");
            case var decision:
                return Guid.TryParse(form["delivery"], out var id) ? await deliveries.DecideAsync(new DeliveryId(id), decision, cancellationToken) : null;
        }
    }
}
