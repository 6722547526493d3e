using JsmConnector.Installations;

namespace JsmConnector.Tests.Installations;

/// <summary>Which door counts, for every combination of open doors and every door that counted before.</summary>
public sealed class OpenDoorsTests
{
    [Theory]
    [InlineData("", null, null, null)]
    [InlineData("C", EventSource.Connect, EventSource.Connect, EventSource.Connect)]
    [InlineData("F", EventSource.Forge, EventSource.Forge, EventSource.Forge)]
    [InlineData("S", EventSource.SignedWebhook, EventSource.SignedWebhook, EventSource.SignedWebhook)]
    [InlineData("CF", EventSource.Connect, EventSource.Forge, EventSource.Connect)]
    [InlineData("CS", EventSource.Connect, EventSource.Connect, EventSource.Connect)]
    [InlineData("FS", EventSource.Forge, EventSource.Forge, EventSource.SignedWebhook)]
    [InlineData("CFS", EventSource.Connect, EventSource.Forge, EventSource.Connect)]
    public void One_open_door_counts(string open, EventSource? afterConnect, EventSource? afterForge, EventSource? afterSigned)
    {
        var doors = new OpenDoors(open.Contains('C', StringComparison.Ordinal), open.Contains('F', StringComparison.Ordinal), open.Contains('S', StringComparison.Ordinal));

        Assert.Equal((afterConnect, afterForge, afterSigned), (doors.Counting(EventSource.Connect), doors.Counting(EventSource.Forge), doors.Counting(EventSource.SignedWebhook)));
    }
}
