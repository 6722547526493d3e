namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>One row of the table in docs/security.md, and one test.</summary>
/// <param name="Name">What the stranger tries, in words for a reader of the guide.</param>
/// <param name="Status">0 when the connection is closed without an answer.</param>
/// <param name="Reason">The code in the log; null when the server refuses before the app is asked.</param>
/// <param name="Attack">Sends the request; its result is the status of the answer.</param>
public sealed record HostileRequest(string Name, int Status, string? Reason, Func<HostileWorld, Task<int>> Attack)
{
    /// <summary>What must have happened before, and is no part of the attack.</summary>
    public Func<HostileWorld, Task> Prepare { get; init; } = _ => Task.CompletedTask;
}

/// <summary>All of them. A new door adds its list here.</summary>
public static class HostileRequests
{
    public static IReadOnlyList<HostileRequest> All { get; } =
    [
        .. WebhookRequests.Rows, .. LifecycleRequests.Rows, .. SignedWebhookRequests.Rows, .. ScreenRequests.Rows, .. ForgeRequests.Rows, .. ReceiptRequests.Rows, .. ShapeRequests.Rows,
    ];

    public static string Table() => string.Join('\n',
    [
        "| the request | answer | reason code |", "| --- | --- | --- |",
        .. All.Select(row => $"| {row.Name} | {(row.Status == 0 ? "closed" : row.Status)} | {(row.Reason is null ? "–" : $"`{row.Reason}`")} |"),
    ]);
}
