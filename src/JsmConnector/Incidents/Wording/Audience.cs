using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Wording;

/// <summary>How audiences differ in what they may read.</summary>
public static class Audience
{
    private static readonly string[] Inside = [AudienceSettings.Core, AudienceSettings.Support, AudienceSettings.Executives, AudienceSettings.Employees];

    /// <summary>Whose texts an audience reads: one that the site added reads what customers read, until the site writes it texts of its own.</summary>
    public static string TextsOf(string audience) => Inside.Contains(audience, StringComparer.Ordinal) ? audience : AudienceSettings.Customers;

    /// <summary>Customers, and everybody of whom it is not known that they belong to the house.</summary>
    public static bool ReadsPublicWords(string audience) => TextsOf(audience) == AudienceSettings.Customers;

    /// <summary>Everybody who repeats to the world what they read.</summary>
    public static bool IsShielded(string audience) => audience is not (AudienceSettings.Core or AudienceSettings.Executives);

    /// <summary>Readers of lists rather than of sentences.</summary>
    public static bool ReadsLists(string audience) => audience is AudienceSettings.Core or AudienceSettings.Support or AudienceSettings.Executives;
}
