using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.PortalAnnouncements;

namespace JsmConnector.PortalHeader;

/// <summary>Which announcements a portal shows, by the rules of the site. A choice of what helps its visitors, no lock: all of it is public. Pure.</summary>
public static class ShownOnPortal
{
    /// <param name="portal">Null: the help center, or an older frame that does not say; it shows everything.</param>
    public static IReadOnlyList<PortalAnnouncement> Of(IReadOnlyList<PortalAnnouncement> all, RuleSettings rules, string? portal)
    {
        if (RuleOf(rules, portal) is not { } rule)
            return all;
        var wanted = rule.Components.Select(ComponentNames.KeyOf).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(announcement => announcement.Components.Exists(name => wanted.Contains(ComponentNames.KeyOf(name))))];
    }

    /// <summary>Null: the portal shows what every portal without a rule shows.</summary>
    public static PortalRule? RuleOf(RuleSettings rules, string? portal) => rules.Portals.FirstOrDefault(rule => rule.Portal == portal);
}
