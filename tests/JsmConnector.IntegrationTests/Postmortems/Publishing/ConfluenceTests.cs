using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Publishing;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems.Publishing;

/// <summary>What is special to pages in Confluence.</summary>
public sealed class ConfluenceTests(PublishingApp world) : IClassFixture<PublishingApp>
{
    private const string Target = "confluence";

    [Fact]
    public async Task The_page_is_marked_labelled_and_linked_from_the_postmortem()
    {
        var incident = await PublishedAsync();

        var page = Ours(incident);
        Assert.Equal(["postmortem"], page.Labels);
        Assert.True(page.Properties.ContainsKey("jsmconnector-postmortem"));
        Assert.Contains((await world.App.RowAsync(incident))!.Links, link => link.EndsWith($"/pages/{page.Id}", StringComparison.Ordinal));
        Assert.Contains("<table>", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("facts:", page.Body, StringComparison.Ordinal);
        // The page has its own title.
        Assert.DoesNotContain("<h1", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Places_that_finish_at_the_same_time_are_all_linked_from_the_postmortem_once()
    {
        var incident = await world.App.DraftedAsync();
        string[] urls = [.. Enumerable.Range(1, 6).Select(n => $"https://example.com/pages/{n}")];

        await Task.WhenAll(urls.Concat(urls).Select(url => world.App.InAsync(async services =>
        {
            await AddLink.AddAsync(services.Database, world.App.Site, incident.Id, url, TestContext.Current.CancellationToken);
            return true;
        })));

        Assert.Equal(urls, (await world.App.RowAsync(incident))!.Links.Where(urls.Contains).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_page_of_people_with_the_same_title_is_left_alone_even_when_it_is_archived()
    {
        var incident = await world.ApprovedAsync();
        var title = $"{incident.IssueKey} postmortem: {incident.PublicTitle}";
        var theirs = world.Confluence.AddByHand(title);
        theirs.Status = "archived";

        await PublishAsync(incident, 2);

        Assert.Equal((1, "<p>Of people</p>"), (theirs.Version, theirs.Body));
        Assert.Equal($"{title} (2)", Ours(incident).Title);
    }

    [Fact]
    public async Task A_title_that_only_the_refusal_tells_of_is_passed_over_too()
    {
        var incident = await world.ApprovedAsync();
        // Pages that the account may not see are not listed, and their titles are taken all the same.
        var hidden = world.Confluence.AddByHand($"{incident.IssueKey} postmortem: {incident.PublicTitle}");
        hidden.Status = "archived";
        world.Confluence.Hidden.Add(hidden.Id);

        await PublishAsync(incident, 2);

        Assert.EndsWith(" (2)", Ours(incident).Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_people_gave_it_stays_and_is_no_change_of_the_text()
    {
        var incident = await PublishedAsync();
        var page = Ours(incident);
        page.RenamedByPeople($"{incident.IssueKey} When the disk was full");

        await PublishNewWordsAsync(incident);

        Assert.Equal((PublicationState.Published, $"{incident.IssueKey} When the disk was full"), ((await world.RowAsync(incident, Target)).State, page.Title));
    }

    [Theory]
    [InlineData("archived")]
    [InlineData("trashed")]
    public async Task A_page_that_people_put_away_is_left_there_until_somebody_withdraws_it_for_a_new_one(string status)
    {
        var incident = await PublishedAsync();
        var first = Ours(incident);
        first.Status = status;
        await PublishNewWordsAsync(incident);
        var failed = await world.RowAsync(incident, Target);

        await world.AskAsync(incident, Target, "withdrawn");
        await world.SettleAsync(incident, Target);
        await world.AskAsync(incident, Target);
        await world.SettleAsync(incident, Target);

        Assert.Equal(PublicationState.Failed, failed.State);
        Assert.Contains(status, failed.Problem, StringComparison.Ordinal);
        Assert.Equal(PublicationState.Published, (await world.RowAsync(incident, Target)).State);
        Assert.NotEqual(first.Id, Ours(incident).Id);
    }

    [Fact]
    public async Task A_writer_at_the_same_moment_makes_it_read_again()
    {
        var incident = await PublishedAsync();
        world.Confluence.Inject(ConfluenceFault.Answer(409, "PUT"));

        await PublishNewWordsAsync(incident);

        Assert.Equal(PublicationState.Published, (await world.RowAsync(incident, Target)).State);
        Assert.Equal(2, Ours(incident).Version);
    }

    [Fact]
    public async Task What_is_too_large_is_not_sent_and_says_what_to_do()
    {
        var incident = await world.ApprovedAsync();
        // Every character becomes five: what fits into a document need not fit into a page.
        using var edited = await world.App.SendAsync(
            HttpMethod.Put, PublishingApp.Route(incident), new { version = 2, @internal = new { markdown = new string('&', 990_000) } }, "editor");
        await world.MoveAsync(incident, 3, "approve", "reviewer");

        await PublishAsync(incident, 3);

        var row = await world.RowAsync(incident, Target);
        Assert.Equal(edited.IsSuccessStatusCode ? PublicationState.Held : PublicationState.Published, row.State);
        Assert.Contains("5 MB", row.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Confluence.Pages, page => page.Title.StartsWith(incident.IssueKey + " ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(400, PublicationState.Failed, "refused the page")]
    [InlineData(403, PublicationState.Failed, "may not write pages")]
    [InlineData(404, PublicationState.Failed, "no space OPS")]
    [InlineData(413, PublicationState.Held, "5 MB")]
    public async Task A_refusal_is_told_with_its_mend_and_publishing_again_works(int status, PublicationState state, string words)
    {
        var incident = await world.ApprovedAsync();
        world.Confluence.Inject(ConfluenceFault.Answer(status, "POST", "/api/v2/pages"));

        await PublishAsync(incident, 2);
        var refused = await world.RowAsync(incident, Target);
        await world.AskAsync(incident, Target);
        await world.SettleAsync(incident, Target);

        Assert.Equal(state, refused.State);
        Assert.Contains(words, refused.Problem, StringComparison.Ordinal);
        Assert.Equal(PublicationState.Published, (await world.RowAsync(incident, Target)).State);
    }

    [Fact]
    public async Task A_document_that_makes_Confluence_fail_again_and_again_is_given_up_and_the_next_one_goes_out()
    {
        var incident = await world.ApprovedAsync();
        world.Confluence.Inject(ConfluenceFault.Answer(500, "POST", "/api/v2/pages", times: 8));

        await PublishAsync(incident, 2);

        Assert.Equal(PublicationState.Failed, (await world.RowAsync(incident, Target)).State);
        await world.App.InAsync(services => services.Database.Set<DestinationHealth>().ExecuteDeleteAsync());
        Assert.Equal(PublicationState.Published, (await world.RowAsync(await PublishedAsync(), Target)).State);
    }

    [Fact]
    public async Task Without_the_right_to_label_the_page_stands_and_says_what_is_missing()
    {
        var incident = await world.ApprovedAsync();
        world.Confluence.Inject(ConfluenceFault.Answer(403, "POST", "/rest/api/content/"));

        await PublishAsync(incident, 2);

        var row = await world.RowAsync(incident, Target);
        Assert.Equal(PublicationState.Published, row.State);
        Assert.Contains("write:label:confluence", row.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_making_was_answered_to_nobody_and_that_people_edited_since_is_found_and_left_as_it_is()
    {
        var incident = await world.ApprovedAsync();
        world.Confluence.Inject(ConfluenceFault.LostAnswer("POST", "/api/v2/pages"));
        await world.MoveAsync(incident, 2, "publish");
        await world.DrainAsync();
        Ours(incident).EditedByPeople();

        await world.SettleAsync(incident, Target);

        Assert.Equal(PublicationState.Changed, (await world.RowAsync(incident, Target)).State);
        Assert.Contains("What we learned later", Ours(incident).Body, StringComparison.Ordinal);
    }

    private FakeConfluencePage Ours(Incident incident) => Assert.Single(
        world.Confluence.Current, page => page.Title.StartsWith(incident.IssueKey + " ", StringComparison.Ordinal) && page.Body != "<p>Of people</p>");

    private async Task<Incident> PublishedAsync()
    {
        var incident = await world.ApprovedAsync();
        await PublishAsync(incident, 2);
        return incident;
    }

    private async Task PublishAsync(Incident incident, int version)
    {
        await world.MoveAsync(incident, version, "publish");
        await world.SettleAsync(incident, Target);
    }

    private async Task PublishNewWordsAsync(Incident incident)
    {
        using var edited = await world.App.SendAsync(HttpMethod.Put, PublishingApp.Route(incident), new { version = 2, @internal = new { markdown = "Newer words for the team.\n" } }, "editor");
        await world.MoveAsync(incident, 3, "approve", "reviewer");
        await PublishAsync(incident, 3);
    }
}
