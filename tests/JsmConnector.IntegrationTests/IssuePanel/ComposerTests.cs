using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Screens;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.IssuePanel;

public sealed partial class ComposerTests(ScreensApp app) : IClassFixture<ScreensApp>
{
    private const string Ada = "5b10ac8d82e05b22cc7d4ef5";
    private const string Ben = "5b109f2e9729b51b54dc274d";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_writes_sees_what_readers_will_see_and_publishes()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var preview = await PostAsync(incident, form, "preview", ("stage", "Identified"), ("words", "We found it."));

        Assert.Equal(2, Regex.Count(preview.Html, "class=\"preview ", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("class=\"incident open", preview.Html, StringComparison.Ordinal);
        Assert.Contains("class=\"notice ", preview.Html, StringComparison.Ordinal);
        Assert.Contains("Publish to 2 places", preview.Html, StringComparison.Ordinal);
        Assert.Single(await UpdatesAsync(incident));

        var published = await PostAsync(incident, Fields(preview.Html), "publish");

        Assert.Contains("Published at", published.Html, StringComparison.Ordinal);
        var said = (await UpdatesAsync(incident))[^1];
        Assert.Equal(("We found it.", Stage.Identified, Ada), (said.CustomerWords, said.Stage, said.Author));
        Assert.Equal(2, await app.InAsync(app.Site, services => services.GetRequiredService<JsmConnectorContext>().Set<Delivery>().CountAsync(d => d.UpdateId == said.Id.Value)));
    }

    [Fact]
    public async Task Of_two_agents_the_second_reads_the_words_of_the_first_and_confirms()
    {
        var incident = await AddAsync();
        var (adas, bens) = (await OpenAsync(incident, Ada), await OpenAsync(incident, Ben));
        await PostAsync(incident, adas, "publish", ("words", "Ada was here."));

        var overtaken = await PostAsync(incident, bens, "publish", ("words", "Ben wrote this."));

        Assert.Equal(HttpStatusCode.Conflict, overtaken.Status);
        Assert.Contains("Somebody else published while you wrote", overtaken.Html, StringComparison.Ordinal);
        Assert.Contains("Ada was here.", overtaken.Html, StringComparison.Ordinal);
        Assert.Equal("Ben wrote this.", Fields(overtaken.Html)["words"]);
        Assert.Equal(2, (await UpdatesAsync(incident)).Count);

        var confirmed = await PostAsync(incident, Fields(overtaken.Html), "publish");

        Assert.Equal(HttpStatusCode.OK, confirmed.Status);
        Assert.Equal("Ben wrote this.", (await UpdatesAsync(incident))[^1].CustomerWords);
    }

    [Fact]
    public async Task Of_two_agents_in_the_same_instant_one_is_overtaken()
    {
        var incident = await AddAsync();
        var (adas, bens) = (await OpenAsync(incident, Ada), await OpenAsync(incident, Ben));

        var answers = await Task.WhenAll(PostAsync(incident, adas, "publish", ("words", "Ada was here.")), PostAsync(incident, bens, "publish", ("words", "Ben was here.")));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Select(answer => answer.Status).Order());
        Assert.Equal(2, (await UpdatesAsync(incident)).Count);
    }

    [Fact]
    public async Task The_same_form_sent_again_publishes_once_and_changed_after_the_back_button_asks_first()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);
        await Task.WhenAll(PostAsync(incident, form, "publish", ("words", "Said once.")), PostAsync(incident, form, "publish", ("words", "Said once.")));

        var again = await PostAsync(incident, form, "publish", ("words", "Said once."));
        var changed = await PostAsync(incident, form, "publish", ("words", "Said otherwise."));

        Assert.Contains("Published at", again.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, changed.Status);
        Assert.Equal("Said otherwise.", Fields(changed.Html)["words"]);
        Assert.Equal("Said once.", Assert.Single((await UpdatesAsync(incident)).Skip(1)).CustomerWords);
    }

    [Fact]
    public async Task Offered_words_follow_the_stage_and_typed_words_stay()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var followed = Fields((await PostAsync(incident, form, "preview", ("stage", "Monitoring"))).Html);
        var typed = Fields((await PostAsync(incident, followed, "preview", ("stage", "Resolved"), ("words", "Mine."))).Html);

        Assert.Contains("A fix for the problem", followed["words"], StringComparison.Ordinal);
        Assert.Equal("Mine.", typed["words"]);
    }

    [Fact]
    public async Task An_earlier_update_is_corrected_and_stays_readable()
    {
        var incident = await AddAsync();
        var html = await HtmlAsync(incident, Ada);
        var first = (await UpdatesAsync(incident))[0];

        var correcting = await PostAsync(incident, Fields(html), "correct", ("update", first.Id.Public()));
        await PostAsync(incident, Fields(correcting.Html), "publish", ("words", "We are looking into it since nine."));

        Assert.Equal("We are looking into it.", Fields(correcting.Html)["words"]);
        Assert.Contains("Publish the correction", correcting.Html, StringComparison.Ordinal);
        var updates = await UpdatesAsync(incident);
        Assert.Equal((2, first.Id), (updates.Count, updates[^1].CorrectionOf));
    }

    [Theory]
    [InlineData("90", "more than 60 minutes away")]
    [InlineData("soon", "promised for the past")]
    public async Task A_promise_that_cannot_be_kept_is_refused_and_nothing_typed_is_lost(string minutes, string reason)
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var refused = await PostAsync(incident, form, "publish", ("title", "Mail is slow"), ("words", "Mail is slow."), ("promise", "other"), ("minutes", minutes));

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(reason, refused.Html, StringComparison.Ordinal);
        var kept = Fields(refused.Html);
        Assert.Equal(("Mail is slow", "Mail is slow.", minutes), (kept["title"], kept["words"], kept["minutes"]));
        Assert.Single(await UpdatesAsync(incident));
    }

    [Fact]
    public async Task Who_may_only_browse_gets_no_form_and_cannot_publish_with_one_of_yesterday()
    {
        var incident = await AddAsync();
        const string reader = "5b10ac8d82e05b22cc7d4e01";
        app.Jira.Browsers.Add((reader, Number(incident)));
        var form = await OpenAsync(incident, Ada);
        var readers = await HtmlAsync(incident, reader);
        var session = Session(incident, reader);

        var refused = await PostAsync(incident, form, "publish", ("words", "Not for me to say."), ("session", session));

        Assert.DoesNotContain("class=\"composer\"", readers, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal("Not for me to say.", Fields(refused.Html)["words"]);
        Assert.Single(await UpdatesAsync(incident));
    }

    [Fact]
    public async Task While_Jira_is_away_nothing_is_published_and_the_words_are_kept()
    {
        var incident = await AddAsync(mayEdit: false);
        var form = await OpenAsync(await AddAsync(), Ada);
        await HtmlAsync(incident, Ada);
        app.Jira.IsAway = true;
        try
        {
            var session = Session(incident, "5b10ac8d82e05b22cc7d4e02");

            var refused = await PostAsync(incident, form, "publish", ("words", "Kept."), ("session", session));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.Single(await UpdatesAsync(incident));
        }
        finally
        {
            app.Jira.IsAway = false;
        }
    }

    [Fact]
    public async Task An_incident_that_is_not_public_has_no_form()
    {
        var incident = Rows.Incident(app.Site);
        incident.Published = false;
        await app.AddAsync(app.Site, incident);
        May(incident);

        Assert.DoesNotContain("class=\"composer\"", await HtmlAsync(incident, Ada), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_a_person_says_of_a_component_stands_until_the_ticket_tells_another_effect()
    {
        var incident = await AddAsync();
        var component = new Component { InstallationId = app.Site, Id = ComponentId.New(TimeProvider.System), Name = $"Mail {incident.IssueId}", NameKey = $"mail {incident.IssueId}", Position = 1, CreatedAt = Rows.Now, PublicSince = Rows.Now };
        await app.AddAsync(app.Site, component, new IncidentComponent { InstallationId = app.Site, IncidentId = incident.Id, ComponentId = component.Id, Name = component.Name });
        var field = $"component-{component.Id.Public()}";
        var form = await OpenAsync(incident, Ada);

        var preview = await PostAsync(incident, form, "preview", (field, "degraded_performance"), ("words", "Mail is slow."));
        await PostAsync(incident, Fields(preview.Html), "publish", (field, "degraded_performance"));

        Assert.Contains("Degraded performance</span></li>", preview.Html, StringComparison.Ordinal);
        Assert.Equal(ComponentStatus.DegradedPerformance, await StatusAsync(component));
        await app.InAsync(app.Site, async services =>
        {
            var database = services.GetRequiredService<JsmConnectorContext>();
            var held = await database.Set<Incident>().FirstAsync(i => i.Id == incident.Id, Token);
            held.Take(held.State() with { Severity = Severity.Critical });
            return await database.SaveChangesAsync(Token);
        });
        Assert.Equal(ComponentStatus.MajorOutage, await StatusAsync(component));
    }

    private Task<ComponentStatus> StatusAsync(Component component) => app.InAsync(app.Site, async services =>
        (await services.GetRequiredService<JsmConnector.StatusPages.ComponentStateQuery>().AllAsync(Token)).Single(state => state.Id == component.Id).Status);

    [Fact]
    public async Task A_draft_is_kept_until_it_is_published_and_colleagues_see_who_is_writing()
    {
        var incident = await AddAsync();
        app.Jira.Names[Ada] = "Ada Agent";
        var form = await OpenAsync(incident, Ada);
        await PostAsync(incident, form, "preview", ("words", "Half a sen"));

        var (adas, bens) = (await HtmlAsync(incident, Ada), await HtmlAsync(incident, Ben));

        Assert.Equal("Half a sen", Fields(adas)["words"]);
        Assert.DoesNotContain("data-part=\"writers\"", adas, StringComparison.Ordinal);
        Assert.Contains("<bdi>Ada Agent</bdi> is writing", bens, StringComparison.Ordinal);
        Assert.Contains("Half a sen", bens, StringComparison.Ordinal);
        Assert.DoesNotContain("Half a sen", Fields(bens)["words"], StringComparison.Ordinal);

        await PostAsync(incident, Fields(adas), "publish", ("words", "A whole sentence."));
        // A preview that was on its way when its form was published.
        await PostAsync(incident, form, "preview", ("words", "Half a sen"));

        Assert.DoesNotContain("is writing", await HtmlAsync(incident, Ben), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_correction_knows_who_read_the_old_words_and_its_answers_are_for_once()
    {
        var incident = await AddAsync();
        await PostAsync(incident, await OpenAsync(incident, Ada), "publish", ("words", "Mail is down."));
        var wrong = (await UpdatesAsync(incident))[^1];
        await app.InAsync(app.Site, services => services.GetRequiredService<JsmConnectorContext>().Set<Delivery>().Where(d => d.UpdateId == wrong.Id.Value && d.Channel == "portal")
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Delivered), Token));

        var correcting = await PostAsync(incident, await OpenAsync(incident, Ada), "correct", ("update", wrong.Id.Public()));
        Assert.Contains("Read by: customers on Service portal (1).", correcting.Html, StringComparison.Ordinal);
        await PostAsync(incident, Fields(correcting.Html), "publish", ("words", "Mail is slow, not down."), ("answer-correction.wrong", "mail is down"), ("answer-impact.scope", "everybody"));

        Assert.Equal("mail is down", (await UpdatesAsync(incident))[^1].Answers["correction.wrong"]);
        await PostAsync(incident, await OpenAsync(incident, Ada), "publish", ("words", "Still slow."));
        Assert.Equal(["impact.scope"], (await UpdatesAsync(incident))[^1].Answers.Keys);
    }

    [Fact]
    public async Task Words_that_betray_the_inside_are_held_until_the_author_means_them()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var preview = await PostAsync(incident, form, "preview", ("words", "We restart mail-db-03 and it is fixed in 10 minutes."));
        var held = await PostAsync(incident, Fields(preview.Html), "publish");
        var half = await PostAsync(incident, Fields(held.Html), "publish", ("accept", "host"));

        Assert.Contains("Look at this again before it goes out.", preview.Html, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (held.Status, half.Status));
        Assert.Contains("<bdi>mail-db-03</bdi>", held.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"repair-time\"", held.Html, StringComparison.Ordinal);
        Assert.Equal("We restart mail-db-03 and it is fixed in 10 minutes.", Fields(held.Html)["words"]);
        Assert.Single(await UpdatesAsync(incident));

        var meant = await PostAsync(incident, Fields(held.Html), "publish", ("words", "We restart mail-db-03."), ("accept", "host"));

        Assert.Contains("Published at", meant.Html, StringComparison.Ordinal);
        var noted = await app.InAsync(app.Site, services => services.GetRequiredService<JsmConnectorContext>().Set<TimelineEntry>().SingleAsync(e => e.IssueId == incident.IssueId && e.Kind == "accepted", Token));
        Assert.Equal((Visibility.Internal, Ada), (noted.Visibility, noted.Actor));
        Assert.Contains("mail-db-03", noted.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_publishes_a_password()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var held = await PostAsync(incident, form, "publish", ("words", "Use password: hunter22 meanwhile."), ("accept", "secret"));

        Assert.Equal(HttpStatusCode.BadRequest, held.Status);
        Assert.DoesNotContain("value=\"secret\"", held.Html, StringComparison.Ordinal);
        Assert.Single(await UpdatesAsync(incident));
    }

    [Fact]
    public async Task Answers_fill_the_offered_words_and_stand_until_they_change()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);

        var answered = await PostAsync(incident, form, "preview", ("answer-impact.scope", "customers in Europe"));
        Assert.Contains("Who is affected: customers in Europe.", Fields(answered.Html)["words"], StringComparison.Ordinal);

        await PostAsync(incident, Fields(answered.Html), "publish");
        var said = (await UpdatesAsync(incident))[^1];
        Assert.Equal(("customers in Europe", "investigating"), (said.Answers["impact.scope"], said.About));

        var next = await OpenAsync(incident, Ada);
        Assert.Equal("customers in Europe", next["answer-impact.scope"]);
        await PostAsync(incident, next, "publish", ("answer-impact.scope", ""), ("words", "Written by hand."));
        var last = (await UpdatesAsync(incident))[^1];
        Assert.Equal((0, (string?)null), (last.Answers.Count, last.About));
    }

    [Fact]
    public async Task The_lead_is_taken_taken_over_and_given_back_by_who_has_it()
    {
        var incident = await AddAsync();
        app.Jira.Names[Ada] = "Ada Agent";
        app.Jira.Names[Ben] = "Ben Agent";
        var (adas, bens) = (await OpenAsync(incident, Ada), await OpenAsync(incident, Ben));

        var taken = await PostAsync(incident, adas, "lead");
        Assert.Contains("You lead the communication: reminders are yours.", taken.Html, StringComparison.Ordinal);
        Assert.Contains("Ada Agent leads the communication.", await HtmlAsync(incident, Ben), StringComparison.Ordinal);

        await PostAsync(incident, bens, "lead");
        var late = await PostAsync(incident, adas, "give-back");
        Assert.Contains("Nothing was changed: somebody else leads", late.Html, StringComparison.Ordinal);
        Assert.Contains("Ben Agent leads the communication.", late.Html, StringComparison.Ordinal);

        Assert.Contains("Nobody leads the communication yet.", (await PostAsync(incident, bens, "give-back")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_about_security_wait_for_an_approval_that_ends_with_every_change()
    {
        var incident = await AddAsync();
        await ApproversAsync(new ApproverSettings { Role = "security", People = [Ada] }, new ApproverSettings { Role = "legal", People = [Ben] });
        await ChangeAsync(incident, held => held.Class = "security");

        var held = await PostAsync(incident, await OpenAsync(incident, Ada), "publish", ("words", "We are looking into a security matter."), ("answer-security.holding_statement", "Sign-in of partners is switched off."));
        Assert.Equal(HttpStatusCode.BadRequest, held.Status);
        Assert.Contains("Nobody has approved these words for legal.", held.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("approved these words for security", held.Html, StringComparison.Ordinal);

        var bens = await HtmlAsync(incident, Ben);
        Assert.Contains("Approve for legal", bens, StringComparison.Ordinal);
        // All that the approval binds, in words: the state of a component and the answers beside the words.
        Assert.Contains("Approved statement", bens, StringComparison.Ordinal);
        Assert.Contains("Sign-in of partners is switched off.", bens, StringComparison.Ordinal);
        Assert.DoesNotContain("security.holding_statement</dt>", bens, StringComparison.Ordinal);
        var seen = Seen().Match(bens).Groups["seen"].Value;
        await ChangeAsync(incident, held => held.Severity = Severity.Critical);
        var stale = await PostAsync(incident, Fields(bens), "approve", ("writer", Ada), ("seen", seen));
        Assert.Contains("Nothing was approved: the words, or the incident, changed", stale.Html, StringComparison.Ordinal);

        seen = Seen().Match(stale.Html).Groups["seen"].Value;
        Assert.Contains("Approved for legal.", (await PostAsync(incident, Fields(bens), "approve", ("writer", Ada), ("seen", seen))).Html, StringComparison.Ordinal);
        var other = await PostAsync(incident, Fields(held.Html), "publish", ("words", "We are looking into a security matter. It is grave."));
        Assert.Equal(HttpStatusCode.BadRequest, other.Status);

        Assert.Contains("Published at", (await PostAsync(incident, Fields(held.Html), "publish")).Html, StringComparison.Ordinal);
        Assert.Equal("We are looking into a security matter.", (await UpdatesAsync(incident))[^1].CustomerWords);
    }

    [Fact]
    public async Task Nobody_approves_without_the_role()
    {
        var incident = await AddAsync();
        await ApproversAsync(new ApproverSettings { Role = "legal", People = ["5b109f2e9729b51b54dc0000"] });
        await ChangeAsync(incident, held => held.Class = "data_loss");
        var held = await PostAsync(incident, await OpenAsync(incident, Ada), "publish", ("words", "Some data is missing."));

        var bens = await HtmlAsync(incident, Ben);
        Assert.DoesNotContain("Approve for", bens, StringComparison.Ordinal);
        Assert.Contains("wait for the approval of: legal", bens, StringComparison.Ordinal);
        var hash = await app.InAsync(app.Site, async services =>
        {
            var database = services.GetRequiredService<JsmConnectorContext>();
            var draft = await database.Set<JsmConnector.IssuePanel.Drafts.UpdateDraft>().SingleAsync(d => d.IncidentId == incident.Id, Token);
            return JsmConnector.IssuePanel.Drafts.LoadWriters.HashOf(await database.Set<Incident>().SingleAsync(i => i.Id == incident.Id, Token), draft, (await UpdatesAsync(incident))[^1], Rows.Now);
        });
        var refused = await PostAsync(incident, Fields(bens), "approve", ("writer", Ada), ("seen", hash));

        Assert.Contains("the settings give you no role", refused.Html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(incident, Fields(held.Html), "publish")).Status);
    }

    private Task<int> ChangeAsync(Incident incident, Action<Incident> change) => app.InAsync(app.Site, async services =>
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        change(await database.Set<Incident>().SingleAsync(i => i.Id == incident.Id, Token));
        return await database.SaveChangesAsync(Token);
    });

    private Task<SettingsSaved> ApproversAsync(params ApproverSettings[] approvers) => app.InAsync(app.Site, async services =>
    {
        var (version, settings) = await services.GetRequiredService<CurrentSettings>().GetVersionAsync(app.Site, Token);
        var saved = await services.GetRequiredService<SaveSettings>().SaveAsync(app.Site, settings with { Words = settings.Words with { Approvers = approvers } }, version, null, Token);
        Assert.IsType<SettingsSaved.Saved>(saved);
        return saved;
    });

    [Fact]
    public async Task A_discarded_draft_is_gone()
    {
        var incident = await AddAsync();
        var form = await OpenAsync(incident, Ada);
        await PostAsync(incident, form, "preview", ("words", "Never mind."));

        await PostAsync(incident, form, "discard", ("words", "Never mind."));

        Assert.DoesNotContain("Never mind.", await HtmlAsync(incident, Ada), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_may_edit_the_ticket_keeps_a_draft()
    {
        var incident = await AddAsync();
        const string reader = "5b10ac8d82e05b22cc7d4e03";
        app.Jira.Browsers.Add((reader, Number(incident)));
        var form = await OpenAsync(incident, Ada);
        form["session"] = Session(incident, reader);

        await PostAsync(incident, form, "preview", ("words", "Planted."));

        Assert.DoesNotContain("Planted.", await HtmlAsync(incident, Ben), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_delivery_is_sent_again_by_who_may_edit_the_ticket_and_only_one_of_this_ticket()
    {
        var (incident, other) = (await AddAsync(), await AddAsync());
        var (failed, others) = (Rows.Delivery(incident, DeliveryState.Failed, "The key is wrong."), Rows.Delivery(other, DeliveryState.Failed, "The key is wrong."));
        await app.AddAsync(app.Site, failed, others);
        var form = await OpenAsync(incident, Ada);

        var sent = await PostAsync(incident, form, "resend", ("delivery", failed.Id.Value.ToString()));
        var again = await PostAsync(incident, form, "resend", ("delivery", failed.Id.Value.ToString()));
        var foreign = await PostAsync(incident, form, "resend", ("delivery", others.Id.Value.ToString()));

        Assert.Contains("It is queued and goes out at once.", sent.Html, StringComparison.Ordinal);
        Assert.All([again, foreign], answer => Assert.Contains("Nothing was sent", answer.Html, StringComparison.Ordinal));
        Assert.Equal((DeliveryState.Queued, DeliveryState.Failed), (await StateAsync(failed), await StateAsync(others)));
    }

    [Fact]
    public async Task A_drill_is_played_beside_the_ticket_and_touches_nothing()
    {
        var (incident, foreign) = (await AddAsync(), await AddAsync(mayEdit: false));
        app.Jira.Browsers.Add((Ada, Number(foreign)));
        Assert.Contains($"action=\"/panel/issue/drill?issueId={incident.IssueId}\"", await HtmlAsync(incident, Ada), StringComparison.Ordinal);
        var before = await RowsAsync();

        var played = await app.PostAsync($"/panel/issue/drill?issueId={incident.IssueId}", new Dictionary<string, string> { ["session"] = Session(incident, Ada), ["team"] = "silent" });
        var refused = await app.PostAsync($"/panel/issue/drill?issueId={foreign.IssueId}", new Dictionary<string, string> { ["session"] = Session(foreign, Ada) });

        var html = WebUtility.HtmlDecode(await played.Content.ReadAsStringAsync(Token));
        Assert.Contains("Promises kept", html, StringComparison.Ordinal);
        Assert.Contains("Nothing new to report on Email yet", html, StringComparison.Ordinal);
        Assert.Contains("DRILL-1: severity 2 since", html, StringComparison.Ordinal);
        Assert.DoesNotContain(incident.IssueKey, html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(before, await RowsAsync());

        Task<(int, int, int, int)> RowsAsync() => app.InAsync(app.Site, async services => services.GetRequiredService<JsmConnectorContext>() is var database
            ? (await database.Set<Incident>().CountAsync(Token), await database.Set<IncidentUpdate>().CountAsync(Token), await database.Set<Delivery>().CountAsync(Token), await database.Set<TimelineEntry>().CountAsync(Token))
            : default);
    }

    private Task<DeliveryState> StateAsync(Delivery delivery) => app.InAsync(app.Site, services =>
        services.GetRequiredService<JsmConnectorContext>().Set<Delivery>().Where(d => d.Id == delivery.Id).Select(d => d.State).FirstAsync(Token));

    private string Session(Incident incident, string account) => app.Services.GetRequiredService<SessionTokens>().Issue(
        new() { InstallationId = app.Site.Value, AccountId = account, Kind = AccountKind.Agent, Source = PrincipalSource.Connect, IssuedAt = Rows.Now, IssueId = incident.IssueId }, "issue-panel");

    private async Task<Incident> AddAsync(bool mayEdit = true)
    {
        var incident = Rows.Incident(app.Site);
        await app.AddAsync(app.Site, incident, Rows.Update(incident, 1, "We are looking into it."));
        if (mayEdit)
            May(incident);
        return incident;
    }

    private void May(Incident incident)
    {
        foreach (var agent in new[] { Ada, Ben })
        {
            app.Jira.Browsers.Add((agent, Number(incident)));
            app.Jira.Editors.Add((agent, Number(incident)));
        }
    }

    private static long Number(Incident incident) => long.Parse(incident.IssueId, CultureInfo.InvariantCulture);

    private async Task<string> HtmlAsync(Incident incident, string account) => await (await app.GetAsync("/panel/issue", account, incident.IssueId)).Content.ReadAsStringAsync(Token);

    private async Task<Dictionary<string, string>> OpenAsync(Incident incident, string account) => Fields(await HtmlAsync(incident, account));

    private async Task<(HttpStatusCode Status, string Html)> PostAsync(Incident incident, Dictionary<string, string> form, string decision, params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string>(form, StringComparer.Ordinal) { ["decision"] = decision };
        foreach (var (name, value) in changes)
            fields[name] = value;
        var answer = await app.PostAsync($"/panel/issue?issueId={incident.IssueId}", fields);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private Task<List<IncidentUpdate>> UpdatesAsync(Incident incident) => app.InAsync(app.Site, services =>
        services.GetRequiredService<JsmConnectorContext>().Set<IncidentUpdate>().AsNoTracking().Where(u => u.IncidentId == incident.Id).OrderBy(u => u.Number).ToListAsync(Token));

    /// <summary>What a browser would send from the composer.</summary>
    private static Dictionary<string, string> Fields(string html)
    {
        var form = html[html.IndexOf("class=\"composer\"", StringComparison.Ordinal)..];
        form = form[..form.IndexOf("</form>", StringComparison.Ordinal)];
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match input in Inputs().Matches(form))
        {
            var tag = input.Value;
            if ((!tag.Contains("type=\"radio\"", StringComparison.Ordinal) && !tag.Contains("type=\"checkbox\"", StringComparison.Ordinal)) || tag.Contains("checked", StringComparison.Ordinal))
                fields[Attribute(tag, "name")] = Attribute(tag, "value");
        }
        foreach (Match select in Selects().Matches(form))
            fields[select.Groups["name"].Value] = select.Groups["chosen"].Value;
        fields["words"] = WebUtility.HtmlDecode(Words().Match(form).Groups["words"].Value);
        return fields;
    }

    private static string Attribute(string tag, string name) => WebUtility.HtmlDecode(Regex.Match(tag, $" {name}=\"([^\"]*)\"", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value);

    [GeneratedRegex("name=\"seen\" value=\"(?<seen>[0-9a-f]{64})\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seen();

    [GeneratedRegex("<input[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Inputs();

    [GeneratedRegex("<select id=\"[^\"]*\" name=\"(?<name>[^\"]*)\">.*?<option value=\"(?<chosen>[^\"]*)\" selected", RegexOptions.Singleline, 1000)]
    private static partial Regex Selects();

    [GeneratedRegex("<textarea[^>]*>(?<words>[^<]*)</textarea>", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
