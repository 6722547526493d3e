using System.Text.RegularExpressions;

namespace JsmConnector.Tests.Architecture;

/// <summary>A type is named after what it is or does. These endings say neither.</summary>
public sealed partial class NamesTests
{
    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Assert.Equal([], Violations([.. typeof(Application).Assembly.GetTypes(), .. typeof(JsmConnector.AtlassianConnect.AtlassianConnectOptions).Assembly.GetTypes()]));

    [Theory]
    [InlineData(typeof(Planted.Names.PlantedManager))]
    [InlineData(typeof(Planted.Names.PlantedHelper))]
    [InlineData(typeof(Planted.Names.PlantedHelpers))]
    [InlineData(typeof(Planted.Names.PlantedService))]
    [InlineData(typeof(Planted.Names.PlantedUtils))]
    [InlineData(typeof(Planted.Names.PlantedImpl))]
    [InlineData(typeof(Planted.Names.PlantedManager<>))]
    [InlineData(typeof(Planted.Names.Servicing.InnerService))]
    public void A_planted_name_is_found(Type planted) => Assert.Single(Violations([planted]));

    [Theory]
    [InlineData(typeof(Planted.Names.ServiceHours))]
    [InlineData(typeof(Planted.Names.Servicing))]
    public void A_service_of_the_business_keeps_its_name(Type planted) => Assert.Empty(Violations([planted]));

    private static IReadOnlyList<string> Violations(IEnumerable<Type> types) =>
        [.. types.Where(type => type.FullName!.StartsWith("JsmConnector.", StringComparison.Ordinal) && Empty().IsMatch(type.Name)).Select(type => $"{type.FullName}: name it after the one thing it does, for example ReadIssue or SaveSettings.")];

    [GeneratedRegex(@"(Manager|Helper|Service|Util|Utility|Impl)s?(`\d+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Empty();
}
