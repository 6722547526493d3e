using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Installations;

namespace JsmConnector.Tests.Installations;

public sealed class EventSourcesTests
{
    [Theory]
    [InlineData(EventSource.Connect, PrincipalSource.Connect)]
    [InlineData(EventSource.Forge, PrincipalSource.Forge)]
    [InlineData(EventSource.SignedWebhook, PrincipalSource.SignedWebhook)]
    public void Events_of_the_door_that_counts_are_taken(EventSource counts, PrincipalSource door) => Assert.Null(EventSources.WhyNot(counts, door));

    [Theory]
    [InlineData(EventSource.Connect, PrincipalSource.Forge, "it came through Forge, while this site's events are taken from Connect")]
    [InlineData(EventSource.Forge, PrincipalSource.Connect, "it came through Connect, while this site's events are taken from Forge")]
    [InlineData(EventSource.Forge, PrincipalSource.SignedWebhook, "it came through a signed webhook, while this site's events are taken from Forge")]
    public void Another_door_is_told_why_not(EventSource counts, PrincipalSource door, string why) => Assert.Equal(why, EventSources.WhyNot(counts, door));
}
