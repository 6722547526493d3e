namespace JsmConnector.Deliveries;

/// <summary>What people call a destination.</summary>
public static class DestinationNames
{
    public static string Of(string channel, string destination) => channel switch
    {
        "statuspage" when destination == "main" => "Status page",
        "statuspage" => $"Status page “{destination}”",
        "maintenance" => $"{Of("statuspage", destination)}, maintenance",
        "subscribers" => $"Readers of the {(destination == "main" ? "status page" : $"status page “{destination}”")}",
        "portal" => "Service portal",
        "postmortem" => "Postmortem",
        "remotelink" => "Link on the ticket",
        "ticket" => "State at the ticket",
        "ticketlog" => "Internal comment at the ticket",
        "comment" => "Public comment of the ticket",
        "action" => "Issue for an action item",
        "reminder" => "Reminder of an action item",
        "mention" => "Mention in a postmortem",
        "publication" => destination switch
        {
            "confluence" => "Postmortem in Confluence",
            "ticket" => "Comment about the postmortem",
            _ => $"Account for customers on {Of("statuspage", destination[(destination.IndexOf(':', StringComparison.Ordinal) + 1)..])}",
        },
        _ => destination.Length == 0 || destination == channel ? channel : $"{channel} “{destination}”",
    };
}
