namespace JsmConnector.Sandbox.Site;

public sealed record Named(string Id, string Name);

public sealed record ChoiceField(string Id, string Name, IReadOnlyList<string> Values);

public sealed record Status(string Id, string Name, string Category);

public sealed record Person(string AccountId, string Name, string AccountType, bool IsAdministrator)
{
    public bool IsAgent => AccountType == "atlassian";
}

/// <summary>What the site calls its things: the stock names of an ITSM project.</summary>
public static class Catalogue
{
    public const string ServicesField = "customfield_10050";
    public const string RequestTypeField = "customfield_10010";

    /// <summary>Fields that a service project has from the start.</summary>
    public static readonly IReadOnlyList<ChoiceField> ChoiceFields =
        [new("customfield_10004", "Impact", ["Extensive / Widespread", "Significant / Large", "Moderate / Limited", "Minor / Localized"]), new("customfield_10041", "Urgency", ["Critical", "High", "Medium", "Low"])];

    public static readonly Named Incident = new("10101", "[System] Incident");
    public static readonly Named ServiceRequest = new("10102", "[System] Service request");
    public static readonly IReadOnlyList<Named> IssueTypes = [Incident, ServiceRequest, new("10103", "Task")];
    public static readonly IReadOnlyList<Named> Priorities = [new("1", "Highest"), new("2", "High"), new("3", "Medium"), new("4", "Low"), new("5", "Lowest")];
    public static readonly IReadOnlyList<Status> Statuses =
        [new("1", "Open", "new"), new("3", "Work in progress", "indeterminate"), new("4", "Monitoring", "indeterminate"), new("5", "Resolved", "done"), new("6", "Canceled", "done"), new("7", "Closed", "done")];
    public static readonly IReadOnlyList<Named> Resolutions = [new("10000", "Done"), new("10001", "Won't Do"), new("10002", "Duplicate"), new("10003", "Cancelled")];
    public static readonly IReadOnlyList<Named> Services =
        [.. new[] { "Email", "VPN", "Wi-Fi", "Intranet", "Single sign-on", "File storage" }.Select(name => new Named($"ari:cloud:graph::service/{name.ToLowerInvariant().Replace(' ', '-')}", name))];

    public static readonly Person Ada = new("5b10ac8d82e05b22cc7d4ef5", "Ada Agent", "atlassian", true);
    public static readonly Person Ben = new("5b109f2e9729b51b54dc274d", "Ben Agent", "atlassian", false);
    public static readonly Person Dan = new("5b10a0effa615349cb016cd8", "Dan Agent", "atlassian", false);
    public static readonly Person Carla = new("qm:8e3b1c9a-0f7e-4b4d-9f6f-1f7c6a2d3e4f:carla", "Carla Customer", "customer", false);
    public static readonly Person App = new("557058:jsmconnector-app", "JsmConnector", "app", false);
    public static readonly IReadOnlyList<Person> People = [Ada, Ben, Dan, Carla];
}
