using System.Text.Json.Nodes;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>Three readers of the v2 format, feed parsers, iCalendar parsers, a parser and a renderer of SVG, and the W3C's checker of HTML, none of them ours.</summary>
public sealed class ForeignReadersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Programs_that_others_wrote_understand_every_format()
    {
        if (Readers.File("@aero", "statuspage", "package.json") is null || !Readers.Has("node"))
            return;
        await using var stage = await PageStage.StartAsync("incident");
        var planned = StagePages.All["maintenance"](stage.Page.Now).Maintenances;
        stage.Page = stage.Page with { Maintenances = planned };

        var (code, output, errors) = await Readers.RunAsync("node", "read.mjs", stage.Url);

        Assert.True(code == 0, errors);
        var read = JsonNode.Parse(output)!;
        var format = read["statuspage"]!;
        Assert.Equal("Acme Cloud", (string?)format["page"]);
        Assert.Equal("""["major","major"]""", format["indicator"]!.ToJsonString());
        Assert.Contains("""["Email","major_outage",false,true]""", format["components"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("""["Meetings - Video","operational",true,false]""", format["components"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""["Problem with Email","identified","critical",2]""", format["incidents"]![0]!.ToJsonString());
        Assert.Equal((1, true), ((int)format["unresolved"]!, (bool)format["dates"]!));
        Agree(format, read["statuspageJs"]!);
        Third(read["aero"]!);
        Drawn(read["badge"]!);
        string[] titles = ["Problem with Email", "Database upgrade", "Database upgrade", "Problem with Email", "Problem with Email"];
        foreach (var list in new[] { read["feedsmith"]!["atom"], read["feedsmith"]!["rss"], read["feedsmith"]!["json"], read["rssParser"]!["atom"], read["rssParser"]!["rss"] })
            Assert.Equal(titles.Order(StringComparer.Ordinal), list!.AsArray().Select(title => (string)title!).Order(StringComparer.Ordinal));
        var windows = planned.Select(entry => (entry.Row.Title, Time(entry.Row.ScheduledFor!.Value), Time(entry.Row.ScheduledUntil!.Value))).ToHashSet();
        foreach (var parser in new[] { "icalJs", "nodeIcal" })
            Assert.Equal(windows, read[parser]!.AsArray().Select(window => ((string)window![0]!, (string)window[1]!, (string)window[2]!)).ToHashSet());
    }

    [Theory]
    [InlineData("calm")]
    [InlineData("incident")]
    [InlineData("maintenance")]
    [InlineData("hostile")]
    public async Task The_checker_of_html_finds_no_error_on_any_page(string state)
    {
        if (Readers.File("vnu-jar", "build", "dist", "vnu.jar") is not { } checker || !Readers.Has("java"))
            return;
        await using var stage = await PageStage.StartAsync(state);
        using var http = new HttpClient();
        var folder = Directory.CreateTempSubdirectory("status-html");
        try
        {
            foreach (var path in stage.Pages().Concat(state == "calm" ? stage.Doors() : []))
            {
                using var answer = await http.GetAsync(new Uri(stage.Url + path), Token);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{path.Trim('/').Replace('/', '-')}.html"), await answer.Content.ReadAsStringAsync(Token), Token);
            }

            var (code, _, errors) = await Readers.RunAsync("java", ["-Xss1m", "-jar", checker, "--errors-only", "--format", "text", .. Directory.EnumerateFiles(folder.FullName)]);

            Assert.True(code == 0, errors);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The second reader understands what the first did; what it takes for a date is one.</summary>
    private static void Agree(JsonNode first, JsonNode second)
    {
        Assert.Equal(first["incidents"]!.ToJsonString(), second["incidents"]!.ToJsonString());
        // The first one asks for the active ones when it wants all.
        Assert.Equal("[2,1,1]", second["maintenances"]!.ToJsonString());
        Assert.Equal(first["components"]!.AsArray().Select(part => (string?)part![0]), second["components"]!.AsArray().Select(part => (string?)part![0]));
        Assert.Equal([["major", "Partial System Outage"], ["major", "Partial System Outage"]], second["stated"]!.AsArray().Select(state => state!.AsArray().Select(word => (string)word!)));
        Assert.Equal((1, true), ((int)second["unresolved"]!, (bool)second["dates"]!));
    }

    private static void Third(JsonNode read)
    {
        Assert.Equal("[[\"Acme Cloud\",\"major\"],[\"Acme Cloud\",\"major\"]]", read["stated"]!.ToJsonString());
        Assert.Contains("[\"Mail\",\"major_outage\",[\"Email\",\"Calendar\"]]", read["tree"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("[\"Problem with Email\",\"identified\",\"critical\",[\"identified\",\"investigating\"]]", read["incidents"]![0]!.ToJsonString());
        Assert.StartsWith("http://127.0.0.1", (string)read["unresolved"]!.AsArray().Single()!, StringComparison.Ordinal);
        Assert.Equal("[2,1,1]", read["maintenances"]!.ToJsonString());
    }

    /// <summary>#ae2a19, the colour of a major outage.</summary>
    private static void Drawn(JsonNode badge)
    {
        Assert.StartsWith("Acme Cloud: Problem with Email", (string)badge["title"]!, StringComparison.Ordinal);
        Assert.Equal((true, 24), ((int)badge["size"]![0]! > 100, (int)badge["size"]![1]!));
        Assert.Equal([0xae, 0x2a, 0x19], badge["colour"]!.AsArray().Select(part => (int)part!));
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.000'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
