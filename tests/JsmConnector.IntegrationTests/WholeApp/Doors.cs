using System.Net.Http.Json;

namespace JsmConnector.IntegrationTests.WholeApp;

/// <summary>Every door through which a person of a site asks about one incident.</summary>
public static class Doors
{
    public static IReadOnlyList<(HttpMethod Method, string Path, Func<HttpContent?> Content)> Of(string issueId, string issueKey, string updateId) =>
    [
        (HttpMethod.Get, $"/panel/issue?issueId={issueId}", () => null),
        (HttpMethod.Get, $"/postmortem?incident={issueKey}", () => null),
        (HttpMethod.Get, "/admin", () => null),
        (HttpMethod.Get, "/portal/header", () => null),
        (HttpMethod.Get, "/api/v1/incidents", () => null),
        (HttpMethod.Get, "/api/v1/incidents?open=true", () => null),
        (HttpMethod.Get, $"/api/v1/incidents/{issueKey}", () => null),
        (HttpMethod.Get, $"/api/v1/incidents/{issueId}", () => null),
        (HttpMethod.Get, "/api/v1/settings", () => null),
        (HttpMethod.Get, "/api/v1/reconciliation", () => null),
        (HttpMethod.Get, "/api/v1/maintenances", () => null),
        (HttpMethod.Get, "/api/v1/status-pages/{}/access-links", () => null),
        (HttpMethod.Post, $"/api/v1/incidents/{issueKey}/updates", Words),
        (HttpMethod.Post, $"/api/v1/incidents/{issueId}/updates", Words),
        (HttpMethod.Post, $"/api/v1/incidents/{issueKey}/updates/{updateId}/corrections", Words),
    ];

    private static JsonContent Words() => JsonContent.Create(new { words = new { customers = "Spoken by whoever came through." } });
}
