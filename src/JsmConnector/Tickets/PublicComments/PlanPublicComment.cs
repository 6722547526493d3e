using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>A comment for customers is looked at where the site says so, and only there.</summary>
public sealed class PlanPublicComment : ICommentPlanner
{
    public const string Channel = "comment";

    public IEnumerable<PlannedDelivery> Plan(PublicComment comment) => comment.Settings.Tickets.PolicyOf(comment.Incident.IssueKey) == CommentRule.Ignore
        ? []
        : [new PlannedDelivery(Channel, comment.CommentId, $"issue:{comment.Incident.IssueId}") { IncidentId = comment.Incident.Id.Value, Audience = "internal" }];
}
