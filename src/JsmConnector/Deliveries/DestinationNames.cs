namespace JsmConnector.Deliveries;

/// <summary>What people call a destination.</summary>
public static class DestinationNames
{
    public static string Of(string channel, string destination) => channel switch
    {
        "statuspage" when destination == "main" => "Status page",
        "statuspage" => $"Status page “{destination}”",
        "maintenance" => $"{Of("statuspage", destination)}, maintenance",
        "portal" => "Service portal",
        "postmortem" => "Postmortem",
        "remotelink" => "Link on the ticket",
        _ => destination.Length == 0 || destination == channel ? channel : $"{channel} “{destination}”",
    };
}
