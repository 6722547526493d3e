using JsmConnector.Incidents;

namespace JsmConnector.Tests.Incidents;

public sealed class PublicWordsTests
{
    [Theory]
    [InlineData("Problem with our services")]
    [InlineData("Problem with Email", "Email")]
    [InlineData("Problem with Email and VPN", "Email", "VPN")]
    [InlineData("Problem with Email, VPN and Wi-Fi", "Email", "VPN", "Wi-Fi")]
    [InlineData("Problem with Email, VPN and 2 more", "Email", "VPN", "Wi-Fi", "Intranet")]
    public void The_title_is_a_sentence_about_the_components(string title, params string[] components) => Assert.Equal(title, PublicWords.Title(components));

    [Fact]
    public void The_promise_is_never_more_than_an_hour_away_and_rounded_down()
    {
        foreach (var severity in new[] { 1, 2, 3, 4 })
        {
            foreach (var stage in new[] { Stage.Investigating, Stage.Identified, Stage.Monitoring })
            {
                var at = PromisePolicy.NextUpdateAt(stage, new Severity(severity), Tickets.Noon)!.Value;

                Assert.InRange(at - Tickets.Noon, TimeSpan.FromMinutes(10), PromisePolicy.Longest);
                Assert.Equal(0, at.Minute % 5);
            }
        }
    }

    [Fact]
    public void An_ended_incident_promises_nothing() => Assert.Null(PromisePolicy.NextUpdateAt(Stage.Resolved, Severity.Critical, Tickets.Noon));
}
