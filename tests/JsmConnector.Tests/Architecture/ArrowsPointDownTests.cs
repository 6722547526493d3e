namespace JsmConnector.Tests.Architecture;

public sealed class ArrowsPointDownTests
{
    private const string Planted = "JsmConnector.Tests.Architecture.Planted";
    private static readonly IReadOnlyList<Reference> App = [.. Reference.In(typeof(Application).Assembly), .. Reference.In(typeof(JsmConnector.AtlassianConnect.AtlassianConnectOptions).Assembly)];
    private static readonly IReadOnlyList<Reference> Tests = Reference.In(typeof(ArrowsPointDownTests).Assembly);

    [Fact]
    public void A_folder_knows_only_folders_below_it() => Assert.Equal([], ArrowsPointDown.Violations(App, "JsmConnector"));

    [Fact]
    public void No_folder_is_part_of_a_cycle() => Assert.Equal([], ArrowsPointDown.Cycle(App, "JsmConnector"));

    [Fact]
    public void The_rules_see_the_app()
    {
        Assert.Contains(App, reference => reference is { From: "JsmConnector.Webhooks.DrainWebhooks", To: "JsmConnector.Incidents.ApplyIntent" });
        Assert.Contains(App, reference => reference is { From: "JsmConnector.Application", To: "JsmConnector.Incidents.IncidentsRegistration" });
        Assert.All(House.Floors.SelectMany(floor => floor).Where(folder => folder != "Notifications"),
            folder => Assert.Contains(App, reference => House.FolderOf(reference.From, "JsmConnector") == folder));
    }

    [Theory]
    [InlineData("Incidents.KnowsItsReaction", "StatusPages.Page", "arrows point down")]
    [InlineData("Incidents.KnowsItsReactionInALambda", "StatusPages.Page", "arrows point down")]
    [InlineData("StatusPages.KnowsItsNeighbour", "Postmortems.Paper", "one floor")]
    [InlineData("Platform.KnowsAFeatureByAnAttribute", "Incidents.Row", "arrows point down")]
    [InlineData("Postmortems.KnowsTheTableOfContents", "TableOfContents", "no folder knows it")]
    [InlineData("Cellar.HasNoFloor", "Incidents.Row", "has no floor")]
    public void A_planted_arrow_is_found(string from, string to, string why) =>
        Assert.Contains(ArrowsPointDown.Violations(Tests, Planted), violation => violation.Contains(why, StringComparison.Ordinal)
            && (why == "has no floor" ? violation.Contains("Cellar", StringComparison.Ordinal) : violation.StartsWith($"{Planted}.{from} knows {Planted}.{to}", StringComparison.Ordinal)));

    [Fact]
    public void A_planted_arrow_down_is_no_violation() =>
        Assert.DoesNotContain(ArrowsPointDown.Violations(Tests, Planted), violation => violation.Contains("KnowsWhatLiesBelow", StringComparison.Ordinal));

    [Fact]
    public void A_planted_cycle_is_found()
    {
        Reference[] round = [new("R.A.X", "R.B.X"), new("R.B.Y", "R.C.X"), new("R.C.Y", "R.B.Z")];

        Assert.Equal(["B", "C", "B"], ArrowsPointDown.Cycle(round, "R"));
        Assert.Equal([], ArrowsPointDown.Cycle(round[..2], "R"));
        Assert.NotEmpty(ArrowsPointDown.Cycle(Tests, Planted));
    }
}
