using JsmConnector.Platform.Html;

namespace JsmConnector.Tests.Platform.Html;

public sealed class SafeMarkdownTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("[a](javascript:alert(1))")]
    [InlineData("[a](data:text/html;base64,PHNjcmlwdD4=)")]
    [InlineData("![a](https://evil.example/x.png)")]
    [InlineData("<a href=\"https://x\" onclick=\"y\">z</a>")]
    [InlineData("<style>body{display:none}</style>")]
    public void Nothing_that_runs_or_loads_comes_through(string markdown)
    {
        var html = SafeMarkdown.ToHtml(markdown);

        foreach (var bad in new[] { "<script", "href=\"javascript", "href=\"data", "<img", "<style", "<a href=\"https://x\"" })
            Assert.DoesNotContain(bad, html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Tables_lists_and_links_are_kept_and_links_leave_the_frame()
    {
        var html = SafeMarkdown.ToHtml("| a | b |\n| --- | --- |\n| 1 | [c](<https://acme.atlassian.net/browse/OPS-7?x=1>) |\n\n- one");

        Assert.Contains("<td>1</td>", html, StringComparison.Ordinal);
        Assert.Contains("<li>one</li>", html, StringComparison.Ordinal);
        Assert.Contains("target=\"_blank\"", html, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_nested_without_end_is_shown_as_text()
    {
        var html = SafeMarkdown.ToHtml(new string('>', 5000) + " <b>deep");

        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("deep", html, StringComparison.Ordinal);
    }
}
