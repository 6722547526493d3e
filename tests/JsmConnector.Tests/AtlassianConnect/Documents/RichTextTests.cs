using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using JsmConnector.AtlassianConnect.Documents;

namespace JsmConnector.Tests.AtlassianConnect.Documents;

public sealed class RichTextTests
{
    private static RichText Adf(string json) => AtlassianDocument.Parse(JsonDocument.Parse(json).RootElement);

    [Theory]
    [InlineData("plain", "<p>plain</p>")]
    [InlineData("h2. Title", "<h2>Title</h2>")]
    [InlineData("a *bold* word", "<p>a <strong>bold</strong> word</p>")]
    [InlineData("2*3*4", "<p>2*3*4</p>")]
    [InlineData("see [here|https://example.com/?a=1&b=2]", "<p>see <a href=\"https://example.com/?a=1&amp;b=2\" rel=\"noopener noreferrer nofollow\">here</a></p>")]
    [InlineData("[x|javascript:alert(1)]", "<p>x</p>")]
    [InlineData("[~accountid:5b10]", "<p>@someone</p>")]
    [InlineData("<script>", "<p>&lt;script&gt;</p>")]
    [InlineData("* a\n** b\n* c", "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>")]
    [InlineData("||h||i||\n|1|2|", "<table><tr><th>h</th><th>i</th></tr><tr><td>1</td><td>2</td></tr></table>")]
    [InlineData("{code:java}\nint i;\n{code}\nafter", "<pre><code>int i;</code></pre><p>after</p>")]
    [InlineData("!secret.png|thumbnail!", "<p>[attachment]</p>")]
    [InlineData("{color:#ff0000}red{color}", "<p>red</p>")]
    [InlineData("one\ntwo", "<p>one<br/>two</p>")]
    public void Wiki_markup_becomes_safe_html(string wiki, string html) => Assert.Equal(html, WikiMarkup.Parse(wiki).ToHtml());

    [Fact]
    public void Wiki_markup_becomes_plain_text() =>
        Assert.Equal("Title\n\nHello bold\n\n- a\n- b", WikiMarkup.Parse("h1. Title\nHello *bold*\n* a\n* b").ToPlainText());

    [Fact]
    public void A_document_becomes_markdown_that_cannot_break_out() =>
        Assert.Equal(
            "**a\\|b** \\<i\\>\n\n````\n```\nx\n````",
            Adf("""
                {"type":"doc","content":[
                  {"type":"paragraph","content":[{"type":"text","text":"a|b","marks":[{"type":"strong"}]},{"type":"text","text":" <i>"}]},
                  {"type":"codeBlock","content":[{"type":"text","text":"```\nx"}]}]}
                """).ToMarkdown());

    [Fact]
    public void A_document_keeps_the_text_of_what_is_unknown() =>
        Assert.Equal("seen", Adf("""{"type":"doc","content":[{"type":"hologram","content":[{"type":"paragraph","content":[{"type":"sparkle","content":[{"type":"text","text":"seen","marks":[{"type":"glow"}]}]}]}]}]}""").ToPlainText());

    [Fact]
    public void Mentions_media_dates_and_states_give_nothing_inside_away() =>
        Assert.Equal(
            "@someone 24 Nov 2026 [DONE] [attachment]",
            Adf("""
                {"type":"doc","content":[{"type":"paragraph","content":[
                  {"type":"mention","attrs":{"id":"5b10","text":"@Ada Lovelace"}},{"type":"text","text":" "},{"type":"date","attrs":{"timestamp":"1795478400000"}},
                  {"type":"text","text":" "},{"type":"status","attrs":{"text":"done"}},{"type":"text","text":" "},{"type":"mediaInline","attrs":{"id":"secret-id"}}]}]}
                """).ToPlainText());

    [Theory]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"doc","content":null}""")]
    [InlineData("""{"type":"doc","content":[null,3,{"type":null},{"type":"paragraph","content":[{"type":"text"}]}]}""")]
    [InlineData("""{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"\ud800"}]}]}""")]
    public void A_broken_document_is_empty_not_an_error(string json) => Assert.Equal("", Adf(json).ToPlainText());

    [Fact]
    public void Any_text_gives_well_formed_html_without_scripts()
    {
        var pieces = Gen.Elements("*", "_", "-", "[", "]", "|", "{code}", "{code:java}", "{noformat}", "{quote}", "{{", "}}", "!", "\n", "\n\n", "h1. ", "* ", "## ", "||", "\\", "\\\\",
            "<script>", "javascript:alert(1)", "https://example.com", "~", "\0", "\ud83d", "\udd25", "🔥", "שלום", "]]>", "&", "\"", " a", "b ");
        var texts = Gen.ArrayOf(pieces).Select(string.Concat);

        Prop.ForAll(Arb.From(texts), text =>
        {
            var rich = WikiMarkup.Parse(text);
            var html = rich.ToHtml();
            XDocument.Parse($"<root>{html}</root>");
            _ = rich.ToMarkdown();
            return !html.Contains("<script", StringComparison.OrdinalIgnoreCase) && !html.Contains("href=\"javascript", StringComparison.OrdinalIgnoreCase)
                && !rich.ToPlainText().Any(c => char.IsControl(c) && c is not ('\n' or '\t'));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("*")]
    [InlineData("[")]
    [InlineData("{{")]
    [InlineData("{code}")]
    [InlineData("||")]
    [InlineData("* a\n** b\n")]
    [InlineData("!a.")]
    public void A_megabyte_made_to_be_slow_is_read_in_time(string piece)
    {
        var watch = Stopwatch.StartNew();

        var text = WikiMarkup.Parse(string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)));
        _ = text.ToHtml().Length + text.ToMarkdown().Length + text.ToPlainText().Length;

        // Generous, to catch quadratic time and not a busy machine.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"took {watch.Elapsed}");
    }

    [Fact]
    public void Nesting_without_end_is_cut_not_followed()
    {
        var json = string.Concat(Enumerable.Repeat("""{"type":"blockquote","content":[""", 200)) + "{}" + string.Concat(Enumerable.Repeat("]}", 200));
        using var document = JsonDocument.Parse($$"""{"type":"doc","content":[{{json}}]}""", new JsonDocumentOptions { MaxDepth = 1000 });

        Assert.Equal("", AtlassianDocument.Parse(document.RootElement).ToPlainText());
    }
}
