using System.Text;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Webhooks;

namespace JsmConnector.Tests.Webhooks;

public sealed class TranslateWebhookTests
{
    private static readonly DateTimeOffset ReceivedAt = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static Intent Translate(string body, SiteCatalog? catalog = null) =>
        TranslateWebhook.Translate(Encoding.UTF8.GetBytes(body), catalog ?? SiteCatalog.Empty, ReceivedAt);

    private const string Created = """
        {"timestamp":1735441883659,"webhookEvent":"jira:issue_created","user":{"accountId":"u1","displayName":"Ada"},
         "issue":{"id":"10042","key":"OPS-7","fields":{
           "summary":"mail-db-03 is on fire 🔥","created":"2024-12-29T04:11:23.000+0100","updated":"2024-12-29T04:11:23.659+0100",
           "project":{"key":"OPS","projectTypeKey":"service_desk"},"issuetype":{"name":"[System] Incident"},
           "status":{"name":"Open","statusCategory":{"key":"new"}},"priority":{"id":"1","name":"Highest"},"security":null,
           "customfield_10050":[{"id":"ari:cloud:graph::service/1","name":"Email"}],
           "customfield_10010":{"requestType":{"id":"27","practice":"incident_management"},"currentStatus":{"status":"Open"}},
           "components":[{"id":"1","name":"Mail server"}]}},
         "changelog":{"id":"900","items":[{"field":"Status","fieldId":"status","from":null,"fromString":null,"to":"1","toString":"Open"}]}}
        """;

    [Fact]
    public void A_created_issue_is_observed_with_services_found_by_their_shape()
    {
        var (snapshot, facts) = Assert.IsType<Intent.Observe>(Translate(Created));

        Assert.Equal(("10042", "OPS-7", "service_desk", "27"), (snapshot.IssueId, snapshot.Key, snapshot.ProjectType, snapshot.RequestTypeId));
        Assert.Equal(["Email"], snapshot.AffectedServices);
        Assert.Equal(["Mail server"], snapshot.Components);
        Assert.False(snapshot.HasSecurityLevel);
        Assert.Equal(new DateTimeOffset(2024, 12, 29, 3, 11, 23, 659, TimeSpan.Zero), snapshot.TakenAt);
        var fact = Assert.Single(facts);
        Assert.Equal(("changelog/900/0", "status", "Status: none → Open", "Ada"), (fact.Key, fact.Kind, fact.Text, fact.Actor));
    }

    [Fact]
    public void A_field_that_the_site_named_wins_over_shapes()
    {
        var catalog = new SiteCatalog { AffectedServiceFields = ["customfield_77"] };

        var observe = Assert.IsType<Intent.Observe>(Translate(Created.Replace("customfield_10050", "customfield_77", StringComparison.Ordinal), catalog));

        Assert.Equal(["Email"], observe.Snapshot.AffectedServices);
    }

    [Fact]
    public void Our_own_edits_are_left_alone() =>
        Assert.IsType<Intent.NotOurs>(Translate(Created, new SiteCatalog { AppAccountId = "u1" }));

    [Fact]
    public void A_deleted_issue_is_deleted() =>
        Assert.IsType<Intent.Delete>(Translate(Created.Replace("jira:issue_created", "jira:issue_deleted", StringComparison.Ordinal)));

    [Theory]
    [InlineData("true", "null", "[]", Visibility.Public)]
    [InlineData("false", "null", "[]", Visibility.Internal)]
    [InlineData("null", "null", "[]", Visibility.Internal)]
    [InlineData("\"true\"", "null", "[]", Visibility.Internal)]
    [InlineData("true", "{\"type\":\"role\",\"value\":\"Developers\"}", "[]", Visibility.Internal)]
    [InlineData("true", "null", "[{\"key\":\"sd.public.comment\",\"value\":{\"internal\":true}}]", Visibility.Internal)]
    [InlineData("true", "null", "[{\"key\":\"sd.public.comment\",\"value\":{\"internal\":\"true\"}}]", Visibility.Internal)]
    public void A_comment_is_public_only_when_nothing_says_otherwise(string jsdPublic, string visibility, string properties, Visibility expected)
    {
        var note = Assert.IsType<Intent.Note>(Translate($$"""
            {"webhookEvent":"comment_created","issue":{"id":"10042","key":"OPS-7","fields":{} },
             "comment":{"id":"5","body":"*Hello*","jsdPublic":{{jsdPublic}},"visibility":{{visibility}},"properties":{{properties}} } }
            """));

        Assert.Equal(expected, Assert.Single(note.Facts).Visibility);
    }

    [Fact]
    public void A_comment_without_its_issue_is_placed_by_its_address()
    {
        var note = Assert.IsType<Intent.Note>(Translate(
            """{"webhookEvent":"comment_deleted","comment":{"id":"5","self":"https://x.atlassian.net/rest/api/2/issue/10040/comment/5"}}"""));

        Assert.Equal(("10040", true), (note.IssueId, Assert.Single(note.Facts).Removed));
    }

    [Theory]
    [InlineData("""{"webhookEvent":"comment_created","comment":{"id":"5"}}""")]
    [InlineData("""{"webhookEvent":"comment_created"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated"}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":null}""")]
    [InlineData("""{"webhookEvent":"jira:issue_updated","issue":{"key":"OPS-7"}}""")]
    [InlineData("""{"webhookEvent":"sprint_started","sprint":{"id":1}}""")]
    [InlineData("""{"webhookEvent":null}""")]
    [InlineData("""{"webhookEvent":7}""")]
    [InlineData("""[]""")]
    public void What_concerns_no_incident_says_why(string body) => Assert.NotEmpty(Assert.IsType<Intent.NotOurs>(Translate(body)).Reason);

    [Fact]
    public void Nulls_and_wrong_types_anywhere_are_left_out()
    {
        var observe = Assert.IsType<Intent.Observe>(Translate("""
            {"timestamp":"2019-2-27 15:40:35,494","webhookEvent":"jira:issue_updated","user":null,"changelog":{"id":3,"items":[null,{"field":null},{"field":"status","toString":7}]},
             "issue":{"id":10042,"fields":{"project":null,"issuetype":[],"status":{"statusCategory":"done"},"priority":"High","resolution":false,
               "components":[null,{"name":null},{"name":"  "},"Email",{"value":"VPN"}],"security":{"id":1},"updated":"yesterday","created":5,"customfield_1":null}}}
            """));

        Assert.Equal(["Email", "VPN"], observe.Snapshot.Components);
        Assert.Equal(ReceivedAt, observe.Snapshot.TakenAt);
        Assert.True(observe.Snapshot.HasSecurityLevel);
        Assert.Null(observe.Snapshot.StatusCategory);
    }

    [Fact]
    public void Five_hundred_components_and_long_text_are_read()
    {
        var components = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"name":"Service {{i}}"}"""));
        var summary = string.Concat(Enumerable.Repeat("🔥שלום", 10_000));

        var observe = Assert.IsType<Intent.Observe>(Translate(
            $$"""{"webhookEvent":"jira:issue_updated","issue":{"id":"1","fields":{"summary":"{{summary}}","components":[{{components}}]} } }"""));

        Assert.Equal(500, observe.Snapshot.Components.Count);
        Assert.InRange(observe.Snapshot.Summary!.Length, 490, 500);
        Assert.False(char.IsHighSurrogate(observe.Snapshot.Summary[^1]));
    }
}
