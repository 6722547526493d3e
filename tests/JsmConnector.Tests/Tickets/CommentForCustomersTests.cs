using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Platform.Database;
using JsmConnector.Tickets.PublicComments;

namespace JsmConnector.Tests.Tickets;

public sealed class CommentForCustomersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Public_words_of_a_person_are_read()
    {
        var words = Assert.IsType<CommentForCustomers.Words>(CommentForCustomers.Judge(Comment(), Now));

        Assert.Equal(("ada", "Mail works again."), (words.Author, words.Text));
    }

    [Theory]
    [InlineData("""{"jsdPublic":false}""")]
    [InlineData("""{"jsdPublic":null}""")]
    [InlineData("""{"visibility":{"type":"role","value":"Service Desk Team"}}""")]
    [InlineData("""{"properties":[{"key":"sd.public.comment","value":{"internal":true}}]}""")]
    [InlineData("""{"author":{"accountId":"bot","accountType":"app"}}""")]
    [InlineData("""{"author":null}""")]
    [InlineData("""{"updateAuthor":{"accountId":"bot","accountType":"app"}}""")]
    [InlineData("""{"created":"2026-11-23T12:59:00.000+0000"}""")]
    [InlineData("""{"body":{"type":"doc","version":1,"content":[]}}""")]
    public void Whatever_is_in_doubt_stays_inside(string change) => Assert.IsType<CommentForCustomers.No>(CommentForCustomers.Judge(Comment(change), Now));

    [Fact]
    public void A_comment_makes_one_update_however_often_it_comes_and_another_site_another_one()
    {
        var (site, other) = (new InstallationId(Guid.NewGuid()), new InstallationId(Guid.NewGuid()));

        Assert.Equal(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(site, "10019"));
        Assert.NotEqual(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(site, "10020"));
        Assert.NotEqual(CommentForCustomers.UpdateOf(site, "10019"), CommentForCustomers.UpdateOf(other, "10019"));
    }

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
