namespace JsmConnector.Tests.Architecture;

/// <summary>The folders of the app from the roof to the ground (docs/architecture.md). A folder knows those below it, never its neighbours.</summary>
public static class House
{
    public static IReadOnlyList<IReadOnlyList<string>> Floors { get; } =
    [
        ["IssuePanel", "PortalHeader", "Administration", "PublicStatus", "Api", "Operators"],
        ["StatusPages", "PortalAnnouncements", "Notifications", "Postmortems", "Tickets", "Diagnostics"],
        ["Webhooks"],
        ["Maintenances"],
        ["Incidents"],
        ["Deliveries"],
        ["Installations"],
        ["AtlassianConnect", "Platform"],
    ];

    public static int FloorOf(string folder) => Enumerable.Range(0, Floors.Count).FirstOrDefault(floor => Floors[floor].Contains(folder), -1);

    /// <summary>The first part of a name below the root; null outside of the root; empty for what lies in no folder (the table of contents).</summary>
    public static string? FolderOf(string type, string root)
    {
        if (!type.StartsWith(root + ".", StringComparison.Ordinal))
            return null;
        var below = type[(root.Length + 1)..];
        return below.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? below[..dot] : "";
    }
}
