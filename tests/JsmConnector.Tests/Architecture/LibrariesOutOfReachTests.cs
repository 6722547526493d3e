namespace JsmConnector.Tests.Architecture;

/// <summary>What speaks with Atlassian could be taken into another app: it knows neither our storage, nor our jobs, nor our app.</summary>
public sealed class LibrariesOutOfReachTests
{
    private static readonly string[] Forbidden = ["Microsoft.EntityFrameworkCore", "Npgsql", "Hangfire", "JsmConnector"];
    private static readonly System.Reflection.Assembly Connect = typeof(JsmConnector.AtlassianConnect.AtlassianConnectOptions).Assembly;

    [Fact]
    public void AtlassianConnect_reaches_for_neither_storage_nor_jobs_nor_the_app() => Assert.Equal([], Violations(Reference.In(Connect), "JsmConnector.AtlassianConnect"));

    [Fact]
    public void Not_even_the_project_file_brings_them() =>
        Assert.DoesNotContain(Connect.GetReferencedAssemblies(), name => Forbidden.Any(forbidden => IsIn(name.Name!, forbidden)));

    [Theory]
    [InlineData("Microsoft.EntityFrameworkCore.DbContext")]
    [InlineData("Npgsql.NpgsqlConnection")]
    [InlineData("JsmConnector.Incidents.Incident")]
    public void A_planted_reach_is_found(string library) =>
        Assert.Contains(Violations(Reference.In(typeof(LibrariesOutOfReachTests).Assembly), "JsmConnector.Tests.Architecture.Planted.AtlassianConnect"),
            violation => violation.StartsWith($"JsmConnector.Tests.Architecture.Planted.AtlassianConnect.ReachesForTheApp reaches for {library}.", StringComparison.Ordinal));

    private static IReadOnlyList<string> Violations(IEnumerable<Reference> references, string folder) =>
        [.. references.Where(reference => IsIn(reference.From, folder) && !IsIn(reference.To, folder) && Forbidden.Any(forbidden => IsIn(reference.To, forbidden)))
            .Select(reference => $"{reference.From} reaches for {reference.To}. {folder} declares a contract and the app fulfils it.")];

    private static bool IsIn(string name, string prefix) => name == prefix || name.StartsWith(prefix + ".", StringComparison.Ordinal);
}
