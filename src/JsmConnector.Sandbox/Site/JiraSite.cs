using System.Globalization;
using JsmConnector.Sandbox.Webhooks;

namespace JsmConnector.Sandbox.Site;

/// <summary>The site's data and what may be done to it. Every change is told to the app as Jira would.</summary>
public sealed class JiraSite(WebhookSender webhooks, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<Issue> _issues = [];
    private long _next = 10_000;
    private int _keys;

    /// <summary>REST answers 503 while this is set.</summary>
    public bool IsDown { get; set; }

    public IReadOnlyList<Issue> Issues
    {
        get
        {
            lock (_gate)
                return [.. _issues.OrderByDescending(issue => issue.Updated)];
        }
    }

    public Issue? Find(string idOrKey)
    {
        lock (_gate)
            return _issues.FirstOrDefault(issue => issue.Id == idOrKey || issue.Key.Equals(idOrKey, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The app remembers what an earlier run told, so numbers go on where that run ended.</summary>
    public void Seed(string folder)
    {
        var file = Path.Combine(folder, "runs");
        var run = File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var last) ? last + 1 : 1;
        File.WriteAllText(file, run.ToString(CultureInfo.InvariantCulture));
        (_next, _keys) = (run * 10_000L, (run - 1) * 100);
        foreach (var (summary, priority) in new[] { ("New laptop for the design team", 3), ("Access to the analytics workspace", 3), ("Monitor flickers in meeting room 4", 4) })
            Create(Catalogue.Carla, Catalogue.ServiceRequest, summary, "", Catalogue.Priorities[priority], [], tell: false);
    }

    public Issue Create(Person actor, Named type, string summary, string description, Named priority, IEnumerable<Named> services, bool tell = true, IEnumerable<string>? labels = null)
    {
        Issue issue;
        lock (_gate)
        {
            issue = new Issue
            {
                Id = (++_next).ToString(CultureInfo.InvariantCulture),
                Key = $"OPS-{++_keys}",
                Reporter = actor,
                Created = clock.GetUtcNow(),
                Updated = clock.GetUtcNow(),
                Type = type,
                Summary = summary,
                Description = description,
                Priority = priority,
                Services = [.. services],
                Labels = [.. labels ?? []],
            };
            _issues.Add(issue);
        }
        if (tell)
            Record(issue, actor, "jira:issue_created", [new("Status", "status", null, null, issue.Status.Id, issue.Status.Name), new("summary", "summary", null, null, null, summary)]);
        return issue;
    }

    /// <summary>Changes any of the editable fields; unchanged ones leave no trace.</summary>
    public void Edit(Issue issue, Person actor, Action<Issue> edit)
    {
        List<ChangeItem> items;
        lock (_gate)
        {
            var before = Fields(issue);
            edit(issue);
            items = [.. Fields(issue).Zip(before).Where(pair => pair.First.Text != pair.Second.Text)
                .Select(pair => new ChangeItem(pair.First.Field == Catalogue.ServicesField ? "Affected services" : pair.First.Field, pair.First.Field, pair.Second.Id, pair.Second.Text, pair.First.Id, pair.First.Text))];
        }
        if (items.Count > 0)
            Record(issue, actor, "jira:issue_updated", items);
    }

    public void Transition(Issue issue, Person actor, Status to, Named? resolution) => Edit(issue, actor, i =>
    {
        i.Status = to;
        i.Resolution = to.Category == "done" ? resolution ?? Catalogue.Resolutions[0] : null;
        i.ResolutionDate = to.Category == "done" ? clock.GetUtcNow() : null;
    });

    public Comment AddComment(Issue issue, Person author, string body, bool isPublic)
    {
        Comment comment;
        lock (_gate)
        {
            comment = new Comment((++_next).ToString(CultureInfo.InvariantCulture), author, body, isPublic, clock.GetUtcNow());
            issue.Comments.Add(comment);
            issue.Updated = clock.GetUtcNow();
        }
        webhooks.Send(WebhookBody.OfComment("comment_created", issue, comment, clock.GetUtcNow()));
        return comment;
    }

    /// <summary>Both ends of the link know of it, as in Jira.</summary>
    public void Link(Issue issue, Person actor, Issue other, string relation, string relationOfOther)
    {
        lock (_gate)
        {
            issue.LinkedIssues.Add(new LinkedIssue(relation, other));
            other.LinkedIssues.Add(new LinkedIssue(relationOfOther, issue));
        }
        Record(issue, actor, "jira:issue_updated", [new("Link", "issuelinks", null, null, other.Key, $"This issue {relation} {other.Key}")]);
    }

    /// <summary>Jira sends no webhook about an approval.</summary>
    public void Decide(Issue issue, Person approver, string name, bool isApproved)
    {
        lock (_gate)
            issue.Approvals.Add(new Approval((++_next).ToString(CultureInfo.InvariantCulture), name, approver, isApproved, clock.GetUtcNow()));
    }

    public void Delete(Issue issue, Person actor)
    {
        lock (_gate)
            _issues.Remove(issue);
        webhooks.Send(WebhookBody.OfIssue("jira:issue_deleted", issue, actor, null, clock.GetUtcNow()));
    }

    private void Record(Issue issue, Person actor, string name, IReadOnlyList<ChangeItem> items)
    {
        Change change;
        lock (_gate)
        {
            issue.Updated = clock.GetUtcNow();
            change = new Change((++_next).ToString(CultureInfo.InvariantCulture), actor, issue.Updated, items);
            if (name != "jira:issue_created")
                issue.Changes.Add(change);
        }
        webhooks.Send(WebhookBody.OfIssue(name, issue, actor, change, clock.GetUtcNow()));
    }

    private static IReadOnlyList<(string Field, string? Id, string? Text)> Fields(Issue issue) =>
    [
        ("summary", null, issue.Summary),
        ("description", null, issue.Description),
        ("issuetype", issue.Type.Id, issue.Type.Name),
        ("priority", issue.Priority.Id, issue.Priority.Name),
        ("status", issue.Status.Id, issue.Status.Name),
        ("resolution", issue.Resolution?.Id, issue.Resolution?.Name),
        ("security", issue.IsSecret ? "1" : null, issue.IsSecret ? "Internal" : null),
        (Catalogue.ServicesField, null, string.Join(", ", issue.Services.Select(service => service.Name))),
        ("assignee", issue.Assignee?.AccountId, issue.Assignee?.Name),
        ("labels", null, string.Join(' ', issue.Labels)),
        ("project", null, issue.ProjectKey),
    ];
}
