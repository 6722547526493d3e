using System.Xml.Linq;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Publishing.Confluence;
using JsmConnector.Sandbox.Wiki;

namespace JsmConnector.Tests.Postmortems;

public sealed class StorageFormatTests
{
    [Fact]
    public void Code_is_the_macro_with_its_language_and_may_hold_the_end_of_its_own_section()
    {
        var storage = Of("```json\n{ \"a\": \"]]>\" }\n```\n");

        Assert.Contains("<ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"language\">json</ac:parameter><ac:plain-text-body><![CDATA[", storage, StringComparison.Ordinal);
        Assert.Equal("{ \"a\": \"]]>\" }", Parsed(storage).Descendants().Single(element => element.Name.LocalName == "plain-text-body").Value);
    }

    [Fact]
    public void Tables_lists_and_quotes_come_through()
    {
        var storage = Of("| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- x\n- y\n\n> q\n\n---\n");

        Assert.Equal(["table", "ul", "blockquote", "hr"], Parsed(storage).Elements().Select(element => element.Name.LocalName).Where(name => name is not ("structured-macro" or "p")));
    }

    [Theory]
    [InlineData("<br> <script>alert(1)</script> <ac:structured-macro ac:name=\"html\">")]
    [InlineData("&nbsp; &copy; & < > \" '")]
    [InlineData("a\u0001b\u0008c\ufffed\u0085e\ud800f")]
    [InlineData("[x](javascript:alert(1)) [y](/relative) ![img](https://evil.example/t.png)")]
    [InlineData("]]> <![CDATA[ x ]]> <?xml version=\"1.0\"?> <!DOCTYPE x [<!ENTITY e \"e\">]> &e;")]
    [InlineData("~~gone~~ **bold** _it_ `co<de>` <https://example.com/?a=1&b=2>")]
    public void Whatever_people_write_the_page_is_sound_and_harmless(string markdown)
    {
        var storage = Of(markdown);

        var page = Parsed(storage);
        Assert.Equal([], CheckStorage.Mistakes(storage));
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "script" or "img");
        Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName == "structured-macro" && (string?)element.Attributes().First() is not ("anchor" or "info"));
        Assert.All(page.Descendants("a"), link => Assert.StartsWith("https://", (string?)link.Attribute("href"), StringComparison.Ordinal));
        Assert.DoesNotContain("xmlns", storage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_the_XML_is_found_before_it_is_sent()
    {
        Assert.Null(StorageFormat.Mistake(Of("# Fine")));
        Assert.NotNull(StorageFormat.Mistake("<p>open"));
    }

    [Fact]
    public void A_place_that_waits_for_words_of_people_is_found_in_both_languages() => Assert.Equal(3, UnfilledPrompts.CountIn(
        "> _To be written and approved by a person: the cause._\n\n> A quote of somebody\n\n> _Von einem Menschen zu schreiben und freizugeben: die Ursache._\n> _To be completed and approved by a person: say it._\n"));

    private static string Of(string markdown) => StorageFormat.Of(markdown, "anchor-1", "Written by the app.");

    private static XElement Parsed(string storage) => XElement.Parse($"<x xmlns:ac=\"a\" xmlns:ri=\"r\">{storage}</x>");
}
