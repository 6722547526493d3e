using System.Text.Json.Nodes;

namespace JsmConnector.IntegrationTests.Vendors;

public sealed class FakeStatuspageIncident
{
    public required string Id { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public string Name { get; set; } = "";
    public string Status { get; set; } = "investigating";
    public string? ImpactOverride { get; set; }
    public JsonObject Metadata { get; set; } = [];
    public IReadOnlyList<string> ComponentIds { get; set; } = [];
    public (string From, string Until)? Window { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public FakeStatuspageAccount Account { get; } = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<FakeStatuspageUpdate> Updates { get; set; } = [];

    public bool IsOpen => Status is "investigating" or "identified" or "monitoring";
}

public sealed record FakeStatuspageUpdate(string Id, string Status, string Body, bool DeliverNotifications, DateTimeOffset At);
