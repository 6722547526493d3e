using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Postmortems.Publishing;

/// <summary>One kind of place, as the contract suite sees it.</summary>
public abstract class Place(PublishingApp world)
{
    public static IReadOnlyList<string> All { get; } = ["confluence", "builtin:main", "statuspage:sp", "ticket"];

    protected PublishingApp World { get; } = world;

    public static Place Of(string target, PublishingApp world) => target switch
    {
        "confluence" => new ConfluencePlace(world),
        "builtin:main" => new BuiltinPlace(world),
        "statuspage:sp" => new StatuspagePlace(world),
        _ => new TicketPlace(world),
    };

    /// <summary>What readers of the place find of this incident, one entry a document.</summary>
    public abstract Task<IReadOnlyList<string>> TextsAsync(Incident incident);

    /// <summary>The answer of the n-th call from now is lost after the call was carried out. Places within the house cannot lose one.</summary>
    public virtual void LoseAnswer(int call) { }

    /// <summary>The next call is refused with this status.</summary>
    /// <returns>False where there is no call that could be.</returns>
    public virtual bool Refuse(int status, int? retryAfter = null) => false;

    /// <returns>False where people cannot write.</returns>
    public virtual bool EditByPeople(Incident incident) => false;
}

public sealed class ConfluencePlace(PublishingApp world) : Place(world)
{
    public override Task<IReadOnlyList<string>> TextsAsync(Incident incident) =>
        Task.FromResult<IReadOnlyList<string>>([.. World.Confluence.Current.Where(page => page.Title.StartsWith(incident.IssueKey + " ", StringComparison.Ordinal)).Select(page => page.Body)]);

    public override void LoseAnswer(int call) => World.Confluence.Inject(ConfluenceFault.LostAnswer(after: call));

    public override bool Refuse(int status, int? retryAfter = null)
    {
        World.Confluence.Inject(ConfluenceFault.Answer(status, retryAfter: retryAfter));
        return true;
    }

    public override bool EditByPeople(Incident incident)
    {
        World.Confluence.Current.Single(page => page.Title.StartsWith(incident.IssueKey + " ", StringComparison.Ordinal)).EditedByPeople();
        return true;
    }
}

public sealed class BuiltinPlace(PublishingApp world) : Place(world)
{
    public override async Task<IReadOnlyList<string>> TextsAsync(Incident incident)
    {
        var id = incident.Id.Public();
        return await World.App.InAsync(services => services.Database.Set<PublishedIncident>().Where(i => i.PublicId == id && i.Account != null).Select(i => i.Account!).ToListAsync());
    }
}

public sealed class StatuspagePlace(PublishingApp world) : Place(world)
{
    public override Task<IReadOnlyList<string>> TextsAsync(Incident incident) => Task.FromResult<IReadOnlyList<string>>(
        [.. Ours(incident).Where(known => known.Account.PublishedAt is not null).Select(known => known.Account.Body!)]);

    public override void LoseAnswer(int call)
    {
        var fault = StatuspageFault.LostAnswer();
        fault.After = call;
        World.Statuspage.Inject(fault);
    }

    public override bool Refuse(int status, int? retryAfter = null)
    {
        World.Statuspage.Inject(retryAfter is null ? StatuspageFault.Answer(status) : StatuspageFault.TooFast(status, retryAfter));
        return true;
    }

    public override bool EditByPeople(Incident incident)
    {
        Ours(incident).Single().Account.Draft = "Words of somebody at Statuspage.";
        return true;
    }

    public IEnumerable<FakeStatuspageIncident> Ours(Incident incident) => World.Page.Incidents.Where(known => (string?)known.Metadata["jira"]?["issueId"] == incident.IssueId);
}

public sealed class TicketPlace(PublishingApp world) : Place(world)
{
    public override Task<IReadOnlyList<string>> TextsAsync(Incident incident) => Task.FromResult<IReadOnlyList<string>>(
        [.. World.App.Jira.Issue(incident.IssueId).Comments.Where(comment => comment["properties"] is JsonArray).Select(comment => comment.ToJsonString())]);

    public override void LoseAnswer(int call) => World.App.Jira.FailAfter("/comment", call, JiraFault.DropAfter);

    public override bool Refuse(int status, int? retryAfter = null)
    {
        World.App.Jira.Fail("/comment", status == 429 ? JiraFault.RateLimited : status < 500 ? JiraFault.Forbidden : JiraFault.Unavailable);
        return true;
    }

    public override bool EditByPeople(Incident incident)
    {
        var issue = World.App.Jira.Issue(incident.IssueId);
        issue.EditedByPeople(issue.Comments.Single(comment => comment["properties"] is JsonArray), "What we learned later.");
        return true;
    }
}
