namespace JsmConnector.Incidents.Wording;

/// <summary>What kinds of trouble there are. A class speaks like the one it belongs to, except where it has words of its own.</summary>
public static class IncidentClasses
{
    public const string General = "outage", Security = "security", DataLoss = "data_loss", Maintenance = "maintenance";

    /// <summary>No class of an incident: what is said of those of which only people may speak, until one of them does. It inherits nothing.</summary>
    public const string Unapproved = "unapproved";

    private static readonly Dictionary<string, string> Parents = new(StringComparer.Ordinal)
    {
        ["performance"] = General,
        ["high_load"] = "performance",
        ["delayed_processing"] = General,
        ["partial_outage"] = General,
        ["full_outage"] = General,
        [DataLoss] = General,
        [Security] = General,
        ["third_party"] = General,
        ["storage_provider"] = "third_party",
        [Maintenance] = General,
    };

    public static IReadOnlyList<string> All { get; } = [General, .. Parents.Keys];

    /// <summary>The class, then what it inherits from, nearest first. A class nobody knows is the general one.</summary>
    public static IReadOnlyList<string> LineageOf(string incidentClass)
    {
        if (incidentClass == Unapproved)
            return [Unapproved];
        List<string> lineage = [];
        for (var name = incidentClass; name is not null; name = Parents.GetValueOrDefault(name))
        {
            if (name == General || Parents.ContainsKey(name))
                lineage.Add(name);
        }
        return lineage.Count == 0 ? [General] : lineage;
    }

    /// <summary>"Nothing new" can be false or harmful here: people decide what is said.</summary>
    public static bool OnlyPeopleSpeak(string incidentClass) => incidentClass is Security or DataLoss;
}
