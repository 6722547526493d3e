using System.Text.Json.Nodes;

namespace JsmConnector.IntegrationTests.Vendors;

/// <summary>The postmortem of an incident at Statuspage: a draft, what readers see, and how often subscribers were told.</summary>
public sealed class FakeStatuspageAccount
{
    public string? Draft { get; set; }
    public string? Body { get; set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public int Publications { get; private set; }
    public int Notified { get; private set; }

    public static (int Status, JsonNode? Body) CarryOut(FakeStatuspageIncident incident, FakeStatuspageRequest request, string act)
    {
        var (account, wish) = (incident.Account, request.Body.Length == 0 ? null : JsonNode.Parse(request.Body)?["postmortem"] as JsonObject);
        switch (request.Method, act)
        {
            case ("GET", ""):
                return account is { Draft: null, Body: null } ? (404, Error("Not found")) : (200, account.Json());
            case ("PUT", "") when wish is { Count: 1 } && wish["body_draft"]?.GetValue<string>() is { } draft:
                account.Draft = draft;
                return (200, account.Json());
            case ("PUT", "publish") when wish is not null && account.Draft is not null:
                (account.Body, account.PublishedAt, account.Publications) = (account.Draft, DateTimeOffset.UtcNow, account.Publications + 1);
                account.Notified += (bool?)wish["notify_subscribers"] == true ? 1 : 0;
                incident.Status = "postmortem";
                return (200, account.Json());
            case ("PUT", "revert") when wish is null:
                (account.PublishedAt, account.Body) = (null, null);
                incident.Status = "resolved";
                return (200, account.Json());
            default:
                return (400, Error("The request is not understood"));
        }
    }

    private JsonObject Json() => new()
    {
        ["body"] = Body,
        ["body_draft"] = Draft,
        ["published_at"] = PublishedAt?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["notify_subscribers"] = false,
    };

    private static JsonObject Error(string message) => new() { ["error"] = message };
}
