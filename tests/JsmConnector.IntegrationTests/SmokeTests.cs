namespace JsmConnector.IntegrationTests;

public sealed class SmokeTests
{
    [Fact]
    public void It_builds() => Assert.NotNull(typeof(SmokeTests).Assembly.Location);
}
