using FsCheck;
using FsCheck.Fluent;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Templates;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Rendering;
using Scriban.Runtime;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

public sealed class RenderingTests
{
    private const string Hostile = "a | b `c` <script>alert(1)</script> <img src=x onerror=1> @ada [x](javascript:alert(1)) *b* {{ key }} \r\n# boo\n| --- |\n- item &lt; \u202Egnp";

    [Fact]
    public void Hostile_text_breaks_no_table_and_becomes_no_markup()
    {
        var incident = Incident();
        incident.Summary = Hostile;
        var markdown = Written(Record(incident, Change(3, Item("summary", "x", "y", "x", Hostile))) with
        {
            History = History([Change(3, Item("summary", "x", "y", "x", Hostile))], Comment("1", 5, Hostile)),
        }).Internal;

        var rows = markdown.Split('\n').SkipWhile(line => !line.StartsWith("| When", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith('|')).ToList();
        Assert.Equal(5, rows.Count);
        Assert.All(rows, row => Assert.Equal(6, row.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|')));
        var html = SafeMarkdown.ToHtml(markdown);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@ada", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202E", html, StringComparison.Ordinal);
        Assert.Contains("alert(1)", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Escaped_text_reads_as_it_was_written()
    {
        foreach (var text in new[] { "1. not a list", "- nor this", "# no heading", "a*b_c`d`", "C:\\dir|x", "x < y && y > z", "~~gone~~", "= = =" })
        {
            var html = SafeMarkdown.ToHtml(MarkdownText.Inline(text)).Trim();

            Assert.Equal($"<p>{text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}</p>", html);
        }
    }

    [Fact]
    public void Nothing_internal_reaches_the_external_account()
    {
        var secret = ArbMap.Default.ArbFor<Guid>().Generator.Select(guid => $"SECRET{guid:N}");
        Prop.ForAll(secret.ToArbitrary(), word =>
        {
            var incident = Incident();
            incident.Summary = word;
            incident.EndedBecause = word;
            var record = Record(incident) with
            {
                Updates = [Said(2, Stage.Investigating, "Email is slow for some."), Said(61, Stage.Resolved, "Email works again.")],
                Entries = [Entry($"changelog/{word}/0", 3, "status", word, word)],
                Deliveries = [Sent(3, word, word, DeliveryState.Failed, word)],
                SiteUrl = $"https://{word}.atlassian.net",
                History = History([Change(4, Item(word, word, word, word, word))], Comment(word, 5, word, true, name: word)),
            };
            var documents = Written(record);

            Assert.Contains(word, documents.Internal, StringComparison.Ordinal);
            Assert.DoesNotContain(word, documents.External, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("OPS-7", documents.External, StringComparison.Ordinal);
            Assert.Contains("Email works again.", documents.External, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void An_incident_that_was_never_public_has_no_external_account()
    {
        var hidden = Incident();
        hidden.Published = false;
        var external = Written(Record(hidden) with { Updates = [Said(1, Stage.Investigating, "Email is down.")] }).External;

        Assert.DoesNotContain("Email", external, StringComparison.Ordinal);
        Assert.Contains("not made public", external, StringComparison.Ordinal);
    }

    [Fact]
    public void The_internal_document_holds_every_part_and_says_what_was_not_recorded()
    {
        var markdown = Written(Record(null, Status(60, "1", "5"))).Internal;

        foreach (var part in new[] { "Summary", "Impact", "Detection", "Response", "Recovery", "Timeline", "Contributing factors", "What went well", "What went wrong", "Where we were lucky", "Action items", "Communication" })
            Assert.Contains($"\n## {part}\n", markdown, StringComparison.Ordinal);
        Assert.Contains("as the ticket tells it: not recorded", markdown, StringComparison.Ordinal);
        Assert.Contains("- Fix in place: not recorded\n", markdown, StringComparison.Ordinal);
        Assert.Contains("- Detected: not recorded", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", markdown, StringComparison.Ordinal);
        Assert.Contains("- First public word: not recorded\n", markdown, StringComparison.Ordinal);
        Assert.Contains("kept: no promise was made", markdown, StringComparison.Ordinal);
        Assert.Contains("| Duration | 1 hour |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_incident_is_written_whole()
    {
        var changes = Enumerable.Range(0, 2000).Select(number => Change(number / 50.0, Item("status", "1", "3", "Open", "Work in progress"))).ToList();
        var comments = Enumerable.Range(0, 1000).Select(number => Comment($"{number}", number / 25.0, new string('x', 500))).ToArray();
        var deliveries = Enumerable.Range(0, 5000).Select(number => Sent(number / 100.0, "statuspage", "sp", DeliveryState.Delivered)).ToList();

        var documents = Written(Record() with { History = History(changes, comments), Deliveries = deliveries });

        Assert.Contains("comment/999", documents.Internal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ include 'etc/passwd' }}")]
    [InlineData("{{ for i in 1..100000000 }}x{{ end }}")]
    [InlineData("{{ while true }}x{{ end }}")]
    [InlineData("{{ func f; f; end; f }}")]
    [InlineData("{{ secret_that_does_not_exist }}")]
    [InlineData("{{ x = 'a' }}{{ for i in 1..40 }}{{ x = x + x }}{{ end }}{{ x }}")]
    [InlineData("{{ if }}")]
    public void A_template_that_reaches_out_or_runs_away_is_stopped_with_a_reason(string source)
    {
        var rendered = new TemplateSandbox(TemplateLimits.Default).Render(source, "mine.md", []);

        Assert.NotEmpty(Assert.IsType<Rendered.Failed>(rendered).Problem.Reason);
    }

    [Fact]
    public void A_template_that_takes_too_long_is_stopped()
    {
        var limits = TemplateLimits.Default with { Steps = int.MaxValue, Loops = int.MaxValue, Time = TimeSpan.FromMilliseconds(100) };
        var rendered = new TemplateSandbox(limits).Render("{{ while true; x = 1; end }}", "slow.md", []);

        Assert.Contains("longer than", Assert.IsType<Rendered.Failed>(rendered).Problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_does_too_much_is_stopped_at_the_same_step_on_every_machine()
    {
        var sandbox = new TemplateSandbox(TemplateLimits.Sentences with { Loops = int.MaxValue, Time = TimeSpan.FromDays(1) });
        var problem = Assert.IsType<Rendered.Failed>(sandbox.Render("{{ for a in 1..900; for b in 1..900; x = 1; end; end }}", "deep.md", [])).Problem;

        Assert.Contains("more than 100000 steps", problem.Reason, StringComparison.Ordinal);
        Assert.Equal(1, problem.Line);
    }

    [Fact]
    public void A_template_sees_no_members_of_an_object_of_the_app()
    {
        var rendered = new TemplateSandbox(TemplateLimits.Default).Render("{{ it.issue_key }}", "mine.md", new ScriptObject { ["it"] = GatherFacts.From(Record()) });

        Assert.False(rendered is Rendered.Text(var text) && text.Contains("OPS-7", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{{ string.upcase = 'mine' }}")]
    [InlineData("{{ string.left = 'mine' }}")]
    [InlineData("{{ string['left'] = 'mine' }}")]
    [InlineData("{{ s = string; s.left = 'mine' }}")]
    [InlineData("{{ with string; left = 'mine'; end }}")]
    [InlineData("{{ with string; func left; 'mine'; end; end }}")]
    [InlineData("{{ capture string.left }}mine{{ end }}")]
    [InlineData("{{ for string.left in ['mine']; end }}")]
    [InlineData("{{ tablerow string.left in ['mine']; end }}")]
    [InlineData("{{ func left; 'mine'; end; string.upcase = @left }}")]
    [InlineData("{{ string = 'mine' }}")]
    [InlineData("{{ date.format = '%Y' }}")]
    [InlineData("{{ with date; format = '%Y'; end }}")]
    [InlineData("{{ timespan.zero = 'mine' }}")]
    public void A_template_leaves_nothing_for_the_next_one(string source)
    {
        var sandbox = new TemplateSandbox(TemplateLimits.Default);
        sandbox.Render(source, "mine.md", []);

        Assert.Equal(new Rendered.Text("CALM 27 Nov 2026"), sandbox.Render("{{ 'calm' | string.upcase }} {{ date.parse '2026-11-27' }}", "next.md", []));
        Assert.False(sandbox.Render("{{ string.left }}", "next.md", []) is Rendered.Text(var left) && left.Contains("mine", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("one\ntwo {{ if }}\n", 2)]
    [InlineData("one\n\n  {{ nobody_knows_me }}\n", 3)]
    public void A_mistake_in_a_template_is_named_with_line_and_column(string source, int line)
    {
        var problem = Assert.IsType<Rendered.Failed>(new TemplateSandbox(TemplateLimits.Default).Render(source, "mine", [])).Problem;

        Assert.Equal(line, problem.Line);
        Assert.InRange(problem.Column, 1, 30);
        Assert.Contains($"line {line}, column {problem.Column}", problem.ToString(), StringComparison.Ordinal);
    }

    private static (string Internal, string External) Written(IncidentRecord record)
    {
        var written = Assert.IsType<Written.Documents>(WritePostmortem.From(record, ChosenTemplates.BuiltIn("outage", "en")));
        return (LivingDocument.WithoutMarks(written.Internal.Markdown), LivingDocument.WithoutMarks(written.External.Markdown));
    }
}
