using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Tests.Installations.Settings;

public sealed class AudienceRulesTests
{
    [Theory]
    [InlineData("1", 15, null, "audiences[0].minutes.1")]
    [InlineData("1", 20, null, null)]
    [InlineData("1", 15, 15, null)]
    [InlineData("2", 20, 30, "audiences[0].minutes.2")]
    [InlineData("3", 240, 10, null)]
    public void A_time_that_would_change_nothing_is_refused(string severity, int minutes, int? customers, string? field)
    {
        var settings = InstallationSettings.Default with
        {
            Audiences = [new AudienceSettings { Name = "core", Minutes = new Dictionary<string, int> { [severity] = minutes } }],
            Promises = customers is { } own ? new PromiseSettings { Minutes = new Dictionary<string, int> { [severity] = own } } : new PromiseSettings(),
        };

        Assert.Equal(field, AudienceRules.Mistakes(settings).Select(mistake => mistake.Field).SingleOrDefault());
    }

    [Fact]
    public void The_shortest_usual_promise_is_the_one_that_incidents_make() =>
        Assert.All(PromiseSettings.ShortestUsual, usual => Assert.Equal(
            Enum.GetValues<Stage>().Where(stage => stage.IsOpen()).Min(stage => PromisePolicy.Interval(stage, new Severity(int.Parse(usual.Key, CultureInfo.InvariantCulture))).TotalMinutes), usual.Value));
}
