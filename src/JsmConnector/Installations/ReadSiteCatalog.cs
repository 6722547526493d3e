using JsmConnector.Platform.Database;

namespace JsmConnector.Installations;

/// <summary>Asks a site what it calls its fields, priorities and request types.</summary>
public sealed class ReadSiteCatalog(JiraSites sites)
{
    private const string AffectedServices = "com.atlassian.jira.plugins.service-entity:service-entity-field-cftype";
    private const string RequestType = "com.atlassian.servicedesk:vp-origin";

    /// <returns>Null when the fields could not be read: half a catalogue would hide services that shapes still find.</returns>
    public async Task<SiteCatalog?> FromJiraAsync(InstallationId installation, CancellationToken cancellationToken)
    {
        if (await sites.FindAsync(installation, cancellationToken) is not { } jira
            || (await jira.GetFieldsAsync(cancellationToken)).ValueOrDefault() is not { } fields)
            return null;
        var priorities = (await jira.GetPrioritiesAsync(cancellationToken)).ValueOrDefault() ?? [];
        var requestTypes = (await jira.GetRequestTypesAsync(cancellationToken)).ValueOrDefault() ?? [];
        var myself = (await jira.GetMyselfAsync(cancellationToken)).ValueOrDefault();
        return new SiteCatalog
        {
            AffectedServiceFields = [.. fields.Where(field => field.SchemaCustom == AffectedServices).Select(field => field.Id)],
            RequestTypeFields = [.. fields.Where(field => field.SchemaCustom == RequestType).Select(field => field.Id)],
            PrioritiesByUrgency = [.. priorities.Select(priority => priority.Id)],
            IncidentRequestTypes = [.. requestTypes.Where(type => type.Practice is { } practice && IncidentPractice.Is(practice)).Select(type => type.Id)],
            AppAccountId = myself?.AccountId,
        };
    }
}
