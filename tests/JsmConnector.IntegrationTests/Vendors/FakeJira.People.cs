using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.IntegrationTests.Vendors;

public sealed partial class FakeJira
{
    /// <summary>Display names by account id.</summary>
    public Dictionary<string, string> People { get; } = new(StringComparer.Ordinal);

    private void MapPeople()
    {
        _app.MapGet("/rest/api/3/user", (string accountId) => People.TryGetValue(accountId, out var name) ? Results.Json(Person(accountId, name)) : Results.Json(new { errorMessages = new[] { "The user does not exist." } }, statusCode: 404));
        _app.MapGet("/rest/api/3/user/search", (string query, int maxResults) => Results.Json(People.Where(person => person.Value.Contains(query, StringComparison.OrdinalIgnoreCase)).Take(maxResults).Select(person => Person(person.Key, person.Value))));
    }

    private static object Person(string account, string name) => new { accountId = account, displayName = name, accountType = "atlassian", active = true };
}
