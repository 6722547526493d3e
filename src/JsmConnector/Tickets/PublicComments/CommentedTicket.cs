using System.Text.Json;
using JsmConnector.Webhooks;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>The ticket as Jira has it when a comment is taken. Pure.</summary>
internal static class CommentedTicket
{
    public static readonly string[] Fields = ["project", "security", "reporter"];

    /// <returns>Why no comment of it is for customers; null when they may be.</returns>
    public static string? WhyInside(JsonElement issue)
    {
        var fields = issue.Member("fields");
        // Outside of service projects Jira calls every comment public.
        if (fields.Member("project").Text("projectTypeKey") != "service_desk")
            return "The ticket lies in no service project, and elsewhere Jira calls every comment public.";
        return fields.Member("security").ValueKind is JsonValueKind.Undefined or JsonValueKind.Null ? null : "The ticket has a security level.";
    }

    public static string? ReporterOf(JsonElement issue) => issue.Member("fields").Member("reporter").Text("displayName");
}
