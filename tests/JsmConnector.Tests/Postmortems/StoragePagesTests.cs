using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Publishing.Confluence;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Sandbox.Wiki;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

/// <summary>What goes to Confluence is what Confluence keeps: every document of the app as sound storage format, and a judge that finds what is not.</summary>
public sealed class StoragePagesTests
{
    private const string Hostile = "a | b `c` <script>alert(1)</script> <br> &nbsp; &copy; ]]> \u0001 \ud800 [x](javascript:alert(1)) ![i](https://x/i.png)\r\n# boo\n1. one\n| --- |";

    public static TheoryData<string, TemplateAudience, string> Templates => new(PostmortemTemplates.All.Select(template => (template.Name, template.Audience, template.Language)));

    [Theory, MemberData(nameof(Templates))]
    public void Every_template_becomes_a_sound_page_whatever_the_ticket_says(string name, TemplateAudience audience, string language)
    {
        foreach (var text in new[] { "mail-db-03 is on fire", Hostile })
        {
            var facts = GatherFacts.From(Trouble(text));
            var words = DocumentWords.Of(language);
            var model = audience == TemplateAudience.Internal ? InternalModel.Of(facts, words) : ExternalModel.Of(facts, words);
            var document = Assert.IsType<DocumentRendering.Done>(RenderDocument.From(PostmortemTemplates.Find(name, audience, language), model)).Document;

            var storage = StorageFormat.Of(LivingDocument.WithoutMarks(document.Markdown), "jsmconnector-postmortem-1-2", "Written by the app.");

            Assert.Equal([], CheckStorage.Mistakes(storage));
            Assert.Contains("<table>", storage, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("<p>open", "")]
    [InlineData("<p>a&nbsp;b</p>", "")]
    [InlineData("<p>a<br></p>", "")]
    [InlineData("<script>x</script>", "drops 'script'")]
    [InlineData("<p><ul><li>x</li></ul></p>", "block 'ul'")]
    [InlineData("<ul><p>x</p></ul>", "'p' stands in 'ul'")]
    [InlineData("<ul>words<li>x</li></ul>", "words between")]
    [InlineData("<table><tbody><td>x</td></tbody></table>", "'td' stands in 'tbody'")]
    [InlineData("<table><tbody><tr></tr></tbody></table>", "'tr' is empty")]
    [InlineData("<li>x</li>", "'li' stands in")]
    [InlineData("<p onclick=\"x\">x</p>", "onclick")]
    [InlineData("<p><a href=\"javascript:x\">x</a></p>", "href")]
    [InlineData("<p style=\"position: fixed\">x</p>", "style")]
    [InlineData("<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>", "foreign namespace")]
    [InlineData("<p><?php x ?></p>", "ProcessingInstruction")]
    [InlineData("<!-- facts:timeline 1f2e3d4c5b6a --><p>x</p>", "Comment")]
    [InlineData("<ac:structured-macro ac:name=\"html\"><ac:plain-text-body>x</ac:plain-text-body></ac:structured-macro>", "no macro 'html'")]
    [InlineData("<ac:structured-macro ac:name=\"code\"><ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro>", "needs plain-text-body")]
    [InlineData("<ac:structured-macro ac:name=\"code\"><ac:parameter ac:name=\"lang\">cs</ac:parameter><ac:plain-text-body>x</ac:plain-text-body></ac:structured-macro>", "no parameter 'lang'")]
    [InlineData("<ac:structured-macro ac:name=\"info\"></ac:structured-macro>", "needs rich-text-body")]
    [InlineData("<ac:structured-macro ac:name=\"anchor\"></ac:structured-macro>", "needs each of its parameters once")]
    [InlineData("<p><ac:structured-macro ac:name=\"info\"><ac:rich-text-body><p>x</p></ac:rich-text-body></ac:structured-macro></p>", "among the words")]
    [InlineData("<ac:parameter ac:name=\"x\">y</ac:parameter>", "not known here")]
    public void The_judge_finds_what_Confluence_would_refuse_or_drop(string storage, string part)
    {
        var mistakes = CheckStorage.Mistakes(storage);

        Assert.NotEmpty(mistakes);
        Assert.Contains(part, string.Join('\n', mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void The_judge_lets_through_what_Confluence_keeps() => Assert.Equal([], CheckStorage.Mistakes(
        """
        <h2>Title &amp; more &#8211; x</h2><p style="text-align: center;">a<br/><strong>b <em>c</em></strong> <code>d</code> <a href="https://example.com/?a=1&amp;b=2">e</a></p>
        <ul><li>x<ul><li>y</li></ul></li></ul><ol start="3"><li><p>z</p></li></ol><hr/><blockquote><p>q</p></blockquote>
        <table><tbody><tr><th>h</th><td colspan="2"><p>c</p></td></tr></tbody></table>
        <ac:structured-macro ac:name="code" ac:schema-version="1" ac:macro-id="1"><ac:parameter ac:name="language">json</ac:parameter><ac:plain-text-body><![CDATA[xmlns <?x?> <!DOCTYPE]]></ac:plain-text-body></ac:structured-macro>
        <ac:structured-macro ac:name="info"><ac:rich-text-body><p>n <ac:structured-macro ac:name="status"><ac:parameter ac:name="title">OK</ac:parameter></ac:structured-macro></p></ac:rich-text-body></ac:structured-macro>
        """));

    private static IncidentRecord Trouble(string text)
    {
        var incident = Incident(resolvedAt: 80);
        incident.Summary = text;
        return Record(incident) with
        {
            Updates = [Said(5, Stage.Investigating, text, 25), Said(81, Stage.Resolved, "Mail works again.")],
            Entries = [Entry("note/1", 20, "comment", text, text)],
            Deliveries = [Sent(6, "statuspage", "main", DeliveryState.Delivered), Sent(6, "portal", "portal", DeliveryState.Failed, text)],
            History = History([Change(4, Item("assignee", "a", "b", text, "Bob")), Status(10, "1", "3"), Status(30, "3", "5"), Status(50, "5", "3"), Status(70, "3", "4"), Status(80, "4", "5")], Comment("1", 12, $"Caused by {text}", name: text)),
            Corrections = [new Correction(MomentKind.Detected, At(1), text, "u1")],
            Surroundings = new TicketSurroundings
            {
                ReporterIsApp = false,
                Links = [new LinkedTicket("OPS-99", "is caused by", text, "Done", true, "https://acme.atlassian.net/browse/OPS-99")],
                ServiceLevels = [new ServiceLevel(text, TimeSpan.FromHours(4), TimeSpan.FromMinutes(80), false)],
                Approvals = [new TicketApproval("1", text, "approved", At(3), [text])],
            },
        };
    }
}
