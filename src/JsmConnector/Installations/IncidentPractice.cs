namespace JsmConnector.Installations;

/// <summary>Request types belong to a practice. The exact word for incident management is not documented; these forms are seen in the wild.</summary>
public static class IncidentPractice
{
    public static bool Is(string practice)
    {
        var name = practice.Trim().Replace(' ', '_').ToUpperInvariant();
        if (name.Contains("POST_INCIDENT", StringComparison.Ordinal))
            return false;
        return name is "ITSM_INCIDENT" or "INCIDENT_MANAGEMENT" or "INCIDENT" or "INCIDENTS" or "MANAGE_INCIDENTS" or "IM"
            || name.EndsWith("_INCIDENT", StringComparison.Ordinal);
    }
}
