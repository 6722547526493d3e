using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Incidents.Wording;
using JsmConnector.Platform.Database;
using JsmConnector.Tests.Postmortems;
using JsmConnector.Tickets.PublicComments;

namespace JsmConnector.Tests.Tickets;

public sealed class CommentForCustomersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Public_words_of_a_person_are_read()
    {
        var words = Assert.IsType<CommentForCustomers.Words>(CommentForCustomers.Judge(Comment(), Now));

        Assert.Equal(("ada", null, "Mail works again.", Now.AddMinutes(-10)), (words.Author, words.Editor, words.Text, words.WrittenAt));
    }

    [Fact]
    public void What_somebody_else_edited_stays_its_authors()
    {
        var words = Assert.IsType<CommentForCustomers.Words>(CommentForCustomers.Judge(Comment("""{"updateAuthor":{"accountId":"grace","accountType":"atlassian"}}"""), Now));

        Assert.Equal(("ada", "grace"), (words.Author, words.Editor));
    }

    [Theory]
    [InlineData("""{"jsdPublic":false}""")]
    [InlineData("""{"jsdPublic":null}""")]
    [InlineData("""{"visibility":{"type":"role","value":"Service Desk Team"}}""")]
    [InlineData("""{"properties":[{"key":"sd.public.comment","value":{"internal":true}}]}""")]
    [InlineData("""{"author":{"accountId":"bot","accountType":"app"}}""")]
    [InlineData("""{"author":null}""")]
    [InlineData("""{"author":null,"updateAuthor":{"accountId":"ada","accountType":"atlassian"}}""")]
    [InlineData("""{"author":{"accountId":"qm:1:2","accountType":"customer"},"updateAuthor":{"accountId":"ada","accountType":"atlassian"}}""")]
    [InlineData("""{"updateAuthor":{"accountId":"bot","accountType":"app"}}""")]
    [InlineData("""{"created":"2026-11-23T12:59:00.000+0000"}""")]
    [InlineData("""{"body":{"type":"doc","version":1,"content":[]}}""")]
    public void Whatever_is_in_doubt_stays_inside(string change) => Assert.IsType<CommentForCustomers.No>(CommentForCustomers.Judge(Comment(change), Now));

    [Theory]
    [InlineData("Mail works again.", false)]
    [InlineData("Mail works again, says ada.", true)]
    [InlineData("LOVELACE has mended it.", true)]
    [InlineData("Jorg's mailbox works again.", true)]
    [InlineData("Thanks to 王明 mail works again.", true)]
    [InlineData("The adaptation is over, and it is a go.", false)]
    [InlineData("A lien on it.", false)]
    public void A_name_of_somebody_holds_the_words(string words, bool isHeld) =>
        Assert.Equal(isHeld, NamesInWords.Any(words, ["Ada Lovelace", "Jörg Li", "王明", null, " "]));

    [Fact]
    public void Words_go_out_at_once_when_nothing_speaks_against_it() => Assert.Null(HoldComment.Because(Words(), Troubles.Incident(), Now.AddMinutes(-11), ["Ada Lovelace"]));

    [Fact]
    public void Words_wait_for_a_person_when_they_may_be_another_persons_or_old_or_harmful()
    {
        var (general, grave) = (Troubles.Incident(), Troubles.Incident());
        grave.Class = IncidentClasses.DataLoss;

        Assert.NotNull(HoldComment.Because(Words(), grave, null, []));
        Assert.NotNull(HoldComment.Because(Words() with { Editor = "grace" }, general, null, []));
        Assert.NotNull(HoldComment.Because(Words() with { WrittenAt = null }, general, null, []));
        Assert.NotNull(HoldComment.Because(Words(), general, Now.AddMinutes(-9), []));
        Assert.NotNull(HoldComment.Because(Words() with { Text = "Ada is on it." }, general, null, ["Ada Lovelace"]));
    }

    [Fact]
    public void What_was_written_in_the_millisecond_of_the_last_update_is_not_older_than_it() =>
        Assert.Null(HoldComment.Because(Words(), Troubles.Incident(), Now.AddMinutes(-10).AddMicroseconds(999), []));

    [Fact]
    public void A_comment_makes_one_update_however_often_it_comes_and_another_site_another_one()
    {
        var (site, other) = (new InstallationId(Guid.NewGuid()), new InstallationId(Guid.NewGuid()));

        Assert.Equal(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(site, "10019"));
        Assert.NotEqual(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(site, "10020"));
        Assert.NotEqual(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(other, "10019"));
    }

    private static CommentForCustomers.Words Words() => new("ada", null, "Mail works again.", Now.AddMinutes(-10));

    private static JiraComment Comment(string change = "{}")
    {
        var comment = JsonSerializer.SerializeToNode(new
        {
            id = "10019",
            jsdPublic = true,
            author = new { accountId = "ada", accountType = "atlassian" },
            created = "2026-11-23T13:50:00.000+0000",
            body = new { type = "doc", version = 1, content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = "Mail works again." } } } } },
        })!;
        foreach (var (name, value) in System.Text.Json.Nodes.JsonNode.Parse(change)!.AsObject())
            comment[name] = value?.DeepClone();
        return comment.Deserialize<JiraComment>()!;
    }
}
