using JsmConnector.Incidents;

namespace JsmConnector.Administration.SetUp;

/// <summary>The ticket of a test as Jira wants it.</summary>
internal static class TrialTicket
{
    public static object Of(string project, string issueType, Guid id) => new
    {
        fields = new
        {
            project = new { key = project },
            issuetype = new { id = issueType },
            summary = "Test of the status page",
            description = new
            {
                type = "doc",
                version = 1,
                content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = "Made by JsmConnector while it was set up. Nothing is wrong. This ticket may be deleted." } } } },
            },
            labels = new[] { TestIncident.Label, TestIncident.LabelOf(id) },
        },
    };
}
