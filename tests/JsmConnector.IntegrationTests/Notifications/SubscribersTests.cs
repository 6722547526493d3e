using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Readers of the public page who ask to be told: from the form to the last message, against real listeners.</summary>
public sealed partial class SubscribersTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private const string Person = "5b10ac8d82e05b22cc7d4ef5";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_hears_anything_before_he_confirmed_and_one_click_ends_it()
    {
        await BeginAsync();
        var asked = await AskAsync("ada@example.com");
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        await app.ObserveAsync("91001", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();

        var question = Assert.Single(app.Mail.Taken).Message;
        Assert.Contains("Please confirm", question.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain("Email", question.TextBody, StringComparison.Ordinal);
        var confirm = Link(question.TextBody, "confirm");
        // Whoever only looks, a scanner of mail for one, confirms nothing.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(confirm)).StatusCode);
        Assert.Equal(SubscriberState.Pending, (await OneAsync()).State);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(confirm)).StatusCode);
        Assert.Equal(SubscriberState.Active, (await OneAsync()).State);

        app.Mail.Forget();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.ObserveAsync("91001", ticket => ticket with { AffectedServices = ["Email"], StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await DrainAsync();
        var told = Assert.Single(app.Mail.Taken).Message;
        Assert.Equal("Problem with Email", told.Subject);
        Assert.Contains("A fix for the problem with Email has been in place since", told.TextBody, StringComparison.Ordinal);
        Assert.Equal("List-Unsubscribe=One-Click", told.Headers["List-Unsubscribe-Post"]);
        Assert.DoesNotContain("OPS-", told.TextBody + told.HtmlBody, StringComparison.Ordinal);

        var leave = told.Headers["List-Unsubscribe"]!.Trim('<', '>');
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(leave)).StatusCode);
        Assert.Equal(SubscriberState.Active, (await OneAsync()).State);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(leave, new() { ["List-Unsubscribe"] = "One-Click" })).StatusCode);
        Assert.Equal(SubscriberState.Unsubscribed, (await OneAsync()).State);
        app.Mail.Forget();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.ObserveAsync("91001", ticket => ticket with { AffectedServices = ["Email"], StatusName = "Done", StatusCategory = "done", ResolvedAt = app.Clock.GetUtcNow() });
        await DrainAsync();
        Assert.Empty(app.Mail.Taken);
    }

    [Fact]
    public async Task A_test_of_the_path_is_told_to_no_reader()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");

        await app.ObserveAsync("91005", ticket => ticket with { Labels = [JsmConnector.Incidents.TestIncident.Label], CreatedAt = app.Clock.GetUtcNow() });
        await DrainAsync();

        Assert.Contains(await app.RowsAsync<JsmConnector.Incidents.Incident>(app.Acme), incident => incident is { IssueId: "91005", IsTest: true });
        Assert.Empty(app.Mail.Taken);
        Assert.DoesNotContain(await NoticesAsync(), notice => notice.UpdateId is not null);
    }

    [Fact]
    public async Task Messages_about_one_incident_are_a_thread_and_each_update_is_told_once_whatever_it_touches()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        await app.ObserveAsync("91010", ticket => ticket with { AffectedServices = ["Email", "Chat", "Files"] });
        await DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.ObserveAsync("91010", ticket => ticket with { AffectedServices = ["Email", "Chat", "Files"], StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await DrainAsync();
        await DrainAsync();

        Assert.Equal(2, app.Mail.Taken.Count);
        Assert.Single(app.Mail.Taken.Select(taken => taken.Message.References[0]).Distinct());
        Assert.Equal(2, app.Mail.Taken.Select(taken => taken.Message.MessageId).Distinct().Count());
    }

    [Fact]
    public async Task A_reader_hears_what_he_chose_and_nothing_else()
    {
        await BeginAsync(new PageSettings { Groups = [new PageGroupSettings { Name = "Mail", Components = ["Email"] }] });
        await app.ObserveAsync("91020", ticket => ticket with { AffectedServices = ["Email", "Chat"], StatusName = "Done", StatusCategory = "done", ResolvedAt = app.Clock.GetUtcNow() });
        await DrainAsync();
        var (page, chat) = (JsmConnector.Incidents.PublicId.OfPage(app.Acme.Id, "main"), await ComponentAsync("Chat"));
        await SubscribeAsync("chat@example.com", ("scope", chat));
        await SubscribeAsync("mail@example.com", ("scope", JsmConnector.Incidents.PublicId.OfGroup(page, "Mail")));
        await SubscribeAsync("worst@example.com", ("least", "1"));
        await SubscribeAsync("planned@example.com", ("maintenance", "yes"));
        await SubscribeAsync("short@example.com", ("briefly", "yes"), ("incidents", "yes"));

        await app.ObserveAsync("91021", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        Assert.Equal(["mail@example.com", "short@example.com"], To());
        app.Mail.Forget();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.ObserveAsync("91021", ticket => ticket with { AffectedServices = ["Email"], StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await app.ObserveAsync("91022", ticket => ticket with { AffectedServices = ["Chat"], PriorityName = "Highest" });
        await DrainAsync();

        Assert.Equal(["chat@example.com", "mail@example.com", "short@example.com", "worst@example.com"], To());
    }

    /// <summary>A new time concerns whoever made plans for the old one.</summary>
    [Fact]
    public async Task Who_wants_few_words_hears_of_planned_work_when_it_is_also_when_it_was_moved_and_that_it_is_over()
    {
        await BeginAsync();
        await SubscribeAsync("short@example.com", ("briefly", "yes"), ("maintenance", "yes"));
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var (say, now) = (scope.ServiceProvider.GetRequiredService<SayMaintenance>(), app.Clock.GetUtcNow());
        var held = Assert.IsType<MaintenanceSaid.Said>(await say.ScheduleAsync(app.Acme.Id, new MaintenanceWish { ScheduledFor = now.AddHours(3), ScheduledUntil = now.AddHours(4), Components = ["Email"], Author = "ada" }, TestContext.Current.CancellationToken)).Maintenance;
        await DrainAsync();
        foreach (var wish in new MaintenanceWish[] { new() { ScheduledFor = now.AddHours(2) }, new() { Stage = MaintenanceStage.InProgress }, new() { Stage = MaintenanceStage.Completed } })
        {
            await say.MoveAsync(held, wish with { Author = "ada" }, TestContext.Current.CancellationToken);
            await DrainAsync();
        }

        Assert.Equal(["We will work on Email", "It was planned for", "is finished."], app.Mail.Taken.Select(mail => new[] { "It was planned for", "We will work on Email", "is finished.", "has begun" }.First(words => mail.Message.TextBody!.Contains(words, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Many_messages_that_wait_for_one_reader_become_one_digest()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        for (var ticket = 0; ticket < 6; ticket++)
        {
            var name = $"Service {ticket}";
            await app.ObserveAsync($"9103{ticket}", held => held with { AffectedServices = [name] });
        }
        await DrainAsync();

        var digest = Assert.Single(app.Mail.Taken).Message;
        Assert.Contains("6 updates from", digest.Subject, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, 6), ticket => Assert.Contains($"Problem with Service {ticket}", digest.TextBody, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_messages_about_one_incident_become_its_newest_word()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        for (var service = 1; service <= 6; service++)
        {
            string[] services = [.. Enumerable.Range(1, service).Select(number => $"Part {number}")];
            await app.ObserveAsync("91040", held => held with { AffectedServices = services });
            app.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await DrainAsync();

        var message = Assert.Single(app.Mail.Taken).Message;
        Assert.StartsWith("Problem with Part 1", message.Subject, StringComparison.Ordinal);
        Assert.Contains("Part 6", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_the_same_for_every_address_and_a_flood_is_stopped_without_a_word_about_any()
    {
        await BeginAsync();
        await SubscribeAsync("known@example.com");
        var known = await AskAsync("known@example.com");
        var fresh = await AskAsync("fresh@example.com");
        Assert.Equal(await known.Content.ReadAsStringAsync(Token), await fresh.Content.ReadAsStringAsync(Token));

        HttpResponseMessage last = fresh;
        for (var request = 0; request < SubscriptionFlood.MostFromOnePlace + 1; request++)
            last = await AskAsync("known@example.com");
        var lastUnknown = await AskAsync("never-seen@example.com");

        Assert.Equal((HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests), (last.StatusCode, lastUnknown.StatusCode));
        Assert.Equal(await last.Content.ReadAsStringAsync(Token), await lastUnknown.Content.ReadAsStringAsync(Token));
        await DrainAsync();
        Assert.DoesNotContain("never-seen@example.com", To());
    }

    [Fact]
    public async Task A_token_does_one_thing_lies_in_the_database_as_a_hash_and_a_question_runs_out()
    {
        await BeginAsync();
        await AskAsync("ada@example.com");
        await DrainAsync();
        var confirm = Link(app.Mail.Taken.Single().Message.TextBody, "confirm");
        var row = await OneAsync();
        Assert.DoesNotContain(confirm.Split('=')[1], System.Text.Json.JsonSerializer.Serialize(row), StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", System.Text.Encoding.Latin1.GetString(row.Address), StringComparison.Ordinal);
        foreach (var purpose in new[] { "manage", "unsubscribe" })
            Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(confirm.Replace("/confirm?", $"/{purpose}?", StringComparison.Ordinal))).StatusCode);

        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(confirm)).StatusCode);
        await app.App.Services.GetRequiredService<ForgetSubscribers>().RunAsync(Token);
        Assert.Empty(await app.RowsAsync<Subscriber>(app.Acme));
    }

    [Fact]
    public async Task An_address_that_is_gone_is_left_in_peace_and_a_mail_server_that_is_away_blames_nobody()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        app.Mail.Refuse = word => word == "MAIL" ? "421 4.7.0 busy" : null;
        await app.ObserveAsync("91045", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        var waiting = await OneAsync();
        Assert.Equal((SubscriberState.Active, 0), (waiting.State, waiting.Failures));

        app.Mail.Refuse = word => word == "RCPT" ? "550 5.1.1 no such user" : null;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await DrainAsync();
        app.Mail.Refuse = null;

        Assert.Equal(SubscriberState.Quarantined, (await OneAsync()).State);
        Assert.Contains("no such mailbox", (await OneAsync()).Trouble, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_webhook_is_confirmed_by_whoever_receives_it_and_gets_the_body_of_statuspage_with_our_signature()
    {
        await BeginAsync();
        app.Channels.Forget();
        var asked = await app.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/status/{app.Acme.Address}/api/v2/subscribers.json") { Content = JsonContent.Create(new { subscriber = new { endpoint = $"{app.Channels.Url}/events" } }) });
        Assert.Equal(HttpStatusCode.Created, asked.StatusCode);
        await DrainAsync();
        var question = JsonNode.Parse(app.Channels.Requests.Single().Body)!;
        await PostAsync((string)question["subscription"]!["confirm_url"]!);
        app.Channels.Forget();

        await app.ObserveAsync("91050", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();

        var request = app.Channels.Requests.Single();
        var body = JsonNode.Parse(request.Body)!;
        Assert.Equal(["meta", "page", "incident"], body.AsObject().Select(member => member.Key));
        Assert.Equal(("Problem with Email", "investigating", "major"), ((string?)body["incident"]!["name"], (string?)body["incident"]!["status"], (string?)body["incident"]!["impact"]));
        Assert.Single(body["incident"]!["incident_updates"]!.AsArray());
        // One component, and that one partly out: what the page's own JSON says, not the weight of the incident.
        Assert.Equal(("major", "Partial System Outage"), ((string?)body["page"]!["status_indicator"], (string?)body["page"]!["status_description"]));
        var (id, time) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        Assert.Equal(JsmConnector.Notifications.Channels.SignedWebhook.SignedWebhookChannel.Sign((string)question["subscription"]!["secret"]!, id, time, request.Body), request.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task A_browser_confirms_by_itself_hears_each_word_once_and_leaves_by_one_press()
    {
        await BeginAsync();
        app.Channels.Forget();
        var page = $"/status/{app.Acme.Address}";
        Assert.Contains("showNotification", await (await GetAsync($"{page}/updates/worker.js")).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        var key = await (await GetAsync($"{page}/updates/push-key")).Content.ReadAsStringAsync(Token);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"{page}/updates", new() { ["way"] = "push", ["address"] = app.Channels.PushSubscription })).StatusCode);
        await DrainAsync();
        var question = app.Channels.Requests.Single();
        // The service knows the app by the key that the browser was given.
        Assert.EndsWith($"k={key}", question.Headers["authorization"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"{page}/updates/confirm?token={question.Json["confirm"]}")).StatusCode);
        app.Channels.Forget();

        await app.ObserveAsync("91055", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        var told = app.Channels.Requests.Single();

        Assert.Equal("Problem with Email: Investigating", (string?)told.Json["title"]);
        Assert.Contains("Next update by", (string?)told.Json["body"], StringComparison.Ordinal);
        Assert.Contains("/incidents/", (string?)told.Json["url"], StringComparison.Ordinal);
        Assert.Equal("high", told.Headers["urgency"]);
        Assert.InRange(int.Parse(told.Headers["ttl"], System.Globalization.CultureInfo.InvariantCulture), 60, 3_600);
        Assert.DoesNotContain("OPS-", told.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync((string)told.Json["leave"]!["url"]!)).StatusCode);
        Assert.Equal(SubscriberState.Unsubscribed, (await OneAsync()).State);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_browser_that_is_gone_is_left_in_peace_and_what_no_browser_gave_out_is_refused(int gone)
    {
        await BeginAsync();
        app.Channels.Forget();
        var page = $"/status/{app.Acme.Address}";
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync($"{page}/updates", new() { ["way"] = "push", ["address"] = "https://example.com/push" })).StatusCode);
        await PostAsync($"{page}/updates", new() { ["way"] = "push", ["address"] = app.Channels.PushSubscription });
        await DrainAsync();
        await PostAsync($"{page}/updates/confirm?token={app.Channels.Requests.Single().Json["confirm"]}");
        var status = 503;
        app.Channels.Fault = (_, response) =>
        {
            response.StatusCode = status;
            return Task.CompletedTask;
        };

        // A push service that is away ends no subscription, and is asked again.
        var ticket = $"91056{gone}";
        await app.ObserveAsync(ticket, held => held with { AffectedServices = ["Email"] });
        await DrainAsync();
        Assert.Equal((SubscriberState.Active, DeliveryState.Queued), ((await OneAsync()).State, (await NoticesAsync()).Single(notice => notice.UpdateId is not null).State));
        var words = app.Channels.Requests[^1].Json;
        status = gone;
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await DrainAsync();
        Assert.Equal(words.ToJsonString(), app.Channels.Requests[^1].Json.ToJsonString());
        var asked = app.Channels.Requests.Count;
        await app.ObserveAsync(ticket, held => held with { AffectedServices = ["Email"], StatusName = "Monitoring", StatusCategory = "indeterminate" });
        await DrainAsync();

        Assert.Equal(asked, app.Channels.Requests.Count);
        app.Channels.Forget();
        Assert.Equal(SubscriberState.Quarantined, (await OneAsync()).State);
    }

    [Fact]
    public async Task Administrators_see_counts_and_hints_and_can_send_again_and_others_see_nothing()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        app.Acme.Jira.Administrators.Add(Person);
        var path = "/api/v1/status-pages/main/subscribers";

        var list = JsonNode.Parse(await (await app.AskAsync(app.Acme, HttpMethod.Get, path, Person)).Content.ReadAsStringAsync(Token))!;
        Assert.Equal((1, "a…@example.com"), ((int)list["counts"]!["active"]!, (string?)list["subscribers"]![0]!["address"]));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.AskAsync(app.Acme, HttpMethod.Get, path, "somebody-else")).StatusCode);
        app.Mail.Refuse = word => word == "DATA" ? "554 5.6.0 refused" : null;
        await app.ObserveAsync("91060", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        app.Mail.Refuse = null;
        app.Mail.Forget();

        var replayed = await app.AskAsync(app.Acme, HttpMethod.Post, $"{path}/{(string)list["subscribers"]![0]!["id"]!}/replay", Person, JsonContent.Create(new { }));
        Assert.Equal(HttpStatusCode.OK, replayed.StatusCode);
        await DrainAsync();
        Assert.Equal(["ada@example.com"], To());
    }

    [Fact]
    public async Task What_a_reader_changes_by_his_link_counts()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        await app.ObserveAsync("91070", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        var manage = Link(app.Mail.Taken[^1].Message.TextBody, "manage");
        Assert.Contains("a…@example.com", await (await GetAsync(manage)).Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        await PostAsync(manage, new() { ["maintenance"] = "yes" });
        Assert.Equal((false, true), ((await OneAsync()).Incidents, (await OneAsync()).Maintenance));
        await PostAsync(manage, new() { ["leave"] = "yes" });
        Assert.Equal(SubscriberState.Unsubscribed, (await OneAsync()).State);
    }

    [Fact]
    public async Task A_reader_who_asked_again_while_the_encryption_key_changed_is_one_reader_after_it()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        await SubscribeAsync("bob@example.com");
        var (old, rotated) = (app.App.Services.GetRequiredService<SecretBox>(), new SecretBox([Convert.ToBase64String(new byte[32]), app.App.Configuration["App:EncryptionKey"]!]));
        var address = new SubscriberAddress("email", "ada@example.com");
        await app.InAsync(app.Acme, database =>
        {
            database.Add(new Subscriber
            {
                InstallationId = app.Acme.Id,
                Id = Guid.NewGuid(),
                PageId = "main",
                Kind = "email",
                Hint = "a…@example.com",
                Language = "en",
                Consent = "test",
                Address = old.Seal(address.Value, Subscriber.SealedFor(app.Acme.Id)),
                AddressHash = address.HashFor(app.Acme.Id, rotated.DeriveKey(SubscriberAddress.HashKey)),
                Seed = old.Seal(SubscriberTokens.NewSeed(), Subscriber.SealedFor(app.Acme.Id)),
                ManageHash = "m",
                UnsubscribeHash = "u",
                CreatedAt = app.Clock.GetUtcNow(),
            });
            return database.SaveChangesAsync(Token);
        });

        var resealed = await app.InAsync(app.Acme, database => new SealedSubscribers().ResealAsync(app.Acme.Id, database, rotated, Token));

        var rows = await app.RowsAsync<Subscriber>(app.Acme);
        Assert.Equal(0, resealed.Lost);
        Assert.All(rows, row => Assert.Equal(SubscriberState.Active, row.State));
        Assert.Equal(["a…@example.com", "b…@example.com"], rows.Select(row => row.Hint).Order(StringComparer.Ordinal));
        Assert.Contains(address.HashFor(app.Acme.Id, rotated.DeriveKey(SubscriberAddress.HashKey)), rows.Select(row => row.AddressHash));
        Assert.Equal(0, (await app.InAsync(app.Acme, database => new SealedSubscribers().ResealAsync(app.Acme.Id, database, rotated, Token))).Renewed);
    }

    [Fact]
    public async Task A_reader_whose_mail_server_takes_longer_than_a_lease_is_told_once()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        await app.ObserveAsync("91080", ticket => ticket with { AffectedServices = ["Email"] });
        await app.DrainAsync();
        var (taken, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Mail.BeforeAnswer = () =>
        {
            taken.TrySetResult();
            return answer.Task;
        };

        var sending = ShortLeased().DrainOnceAsync(Token);
        await taken.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        // Held three times as long as a lease lasts; another node looks meanwhile.
        var begun = (await NoticesAsync()).Single(notice => notice.UpdateId is not null).LeasedUntil!.Value;
        while ((await NoticesAsync()).Single(notice => notice.UpdateId is not null).LeasedUntil < begun.AddSeconds(3))
        {
            Assert.Equal(0, await ShortLeased().DrainOnceAsync(Token));
            await Task.Delay(50, Token);
        }
        answer.SetResult();
        await sending;

        Assert.Single(app.Mail.Taken);
        var told = (await NoticesAsync()).Single(notice => notice.UpdateId is not null);
        Assert.Equal((DeliveryState.Delivered, 1), (told.State, told.Attempts));
    }

    [Fact]
    public async Task A_digest_of_which_nobody_knows_whether_it_arrived_is_not_told_again_message_by_message()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        for (var ticket = 0; ticket < 5; ticket++)
        {
            var name = $"Part {ticket}";
            await app.ObserveAsync($"9109{ticket}", held => held with { AffectedServices = [name] });
        }
        app.Mail.DieAfterData = true;
        await DrainAsync();
        app.Mail.DieAfterData = false;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await DrainAsync();

        Assert.Single(app.Mail.Taken);
        Assert.All((await NoticesAsync()).Where(notice => notice.UpdateId is not null), notice => Assert.Equal(DeliveryState.Unknown, notice.State));
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_channel_forgets_no_call_that_another_one_began()
    {
        await BeginAsync();
        await SubscribeAsync("ada@example.com");
        await app.ObserveAsync("91097", ticket => ticket with { AffectedServices = ["Email"] });
        await app.DrainAsync();
        await app.InAsync(app.Acme, database => database.Set<SubscriberNotice>().ExecuteUpdateAsync(set => set.SetProperty(notice => notice.BegunAt, notice => notice.CreatedAt), Token));

        // To a node of the version before, the kind of address is one that it has never heard of.
        await app.InAsync(app.Acme, database => database.Database.ExecuteSqlAsync($"alter table subscribers drop constraint ck_subscribers_kind; update subscribers set kind = 'pager'", Token));
        await DrainAsync();
        await app.InAsync(app.Acme, database => database.Database.ExecuteSqlAsync($"update subscribers set kind = 'email'; alter table subscribers add constraint ck_subscribers_kind check (kind in ('email','webhook','slack','teams','push'))", Token));
        Assert.Equal(DeliveryState.Queued, (await NoticesAsync()).Single(notice => notice.UpdateId is not null).State);
        app.Clock.Advance(UnknownChannel.Pause);
        await DrainAsync();

        Assert.Empty(app.Mail.Taken);
        Assert.Equal(DeliveryState.Unknown, (await NoticesAsync()).Single(notice => notice.UpdateId is not null).State);
    }

    [Fact]
    public async Task An_old_confirmation_does_not_revive_an_address_that_was_given_up()
    {
        await BeginAsync();
        Assert.Equal(HttpStatusCode.OK, (await AskAsync("ada@example.com")).StatusCode);
        await DrainAsync();
        var confirm = Link(app.Mail.Taken.Single().Message.TextBody, "confirm");
        await PostAsync(confirm);
        app.Mail.Refuse = word => word == "RCPT" ? "550 5.1.1 no such user" : null;
        await app.ObserveAsync("91095", ticket => ticket with { AffectedServices = ["Email"] });
        await DrainAsync();
        app.Mail.Refuse = null;
        Assert.Equal(SubscriberState.Quarantined, (await OneAsync()).State);

        await app.RenewAsync(app.Acme);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(confirm)).StatusCode);
        Assert.Equal(SubscriberState.Quarantined, (await OneAsync()).State);
        // Whoever asks anew is asked anew.
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        app.Mail.Forget();
        await AskAsync("ada@example.com");
        await DrainAsync();
        await PostAsync(Link(app.Mail.Taken.Single().Message.TextBody, "confirm"));
        Assert.Equal(SubscriberState.Active, (await OneAsync()).State);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("a@b@example.com")]
    [InlineData("ada@example.com, bob@example.com")]
    [InlineData("ada@example.com\r\nBcc: bob@example.com")]
    public async Task What_is_no_address_is_refused(string address)
    {
        await BeginAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await AskAsync(address)).StatusCode);
        Assert.Empty(await app.RowsAsync<Subscriber>(app.Acme));
    }

    private async Task BeginAsync(PageSettings? page = null)
    {
        app.Mail.Forget();
        await app.InAsync(app.Acme, async database =>
        {
            await database.Set<SubscriberNotice>().ExecuteDeleteAsync(Token);
            return await database.Set<Subscriber>().ExecuteDeleteAsync(Token);
        });
        // Another place asks in every test: the hour of the last one is over.
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await app.SaveAsync(InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = (page ?? new PageSettings()) with { Subscriptions = ["email", "webhook", "push"] } }] });
        await app.RenewAsync(app.Acme);
    }

    private async Task SubscribeAsync(string address, params (string Name, string Value)[] choice)
    {
        app.Mail.Forget();
        await app.RenewAsync(app.Acme);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(address, choice)).StatusCode);
        await DrainAsync();
        await PostAsync(Link(app.Mail.Taken.Single(taken => taken.To == address).Message.TextBody, "confirm"));
        app.Mail.Forget();
    }

    private Task<HttpResponseMessage> AskAsync(string address, params (string Name, string Value)[] choice) =>
        PostAsync($"/status/{app.Acme.Address}/updates", new(choice.ToDictionary(pair => pair.Name, pair => pair.Value)) { ["way"] = "email", ["address"] = address });

    private Task<HttpResponseMessage> GetAsync(string address) => app.GetAsync(Path(address));

    private Task<HttpResponseMessage> PostAsync(string address, Dictionary<string, string>? form = null) =>
        app.SendAsync(new HttpRequestMessage(HttpMethod.Post, Path(address)) { Content = new FormUrlEncodedContent(form ?? []) });

    private async Task DrainAsync()
    {
        await app.DrainAsync();
        await app.App.Services.GetRequiredService<DrainNotices>().DrainOnceAsync(Token);
    }

    /// <summary>Another node, whose leases run out after a second.</summary>
    private DrainNotices ShortLeased()
    {
        var services = app.App.Services;
        var heads = new HeadOfLane(services.GetRequiredService<Npgsql.NpgsqlDataSource>(), app.Clock, Microsoft.Extensions.Options.Options.Create(new LaneOptions { LeaseLength = TimeSpan.FromSeconds(1) }));
        return new DrainNotices(services.GetRequiredService<IServiceScopeFactory>(), heads, new NoticesBell(), app.Clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<DrainNotices>.Instance);
    }

    private Task<List<SubscriberNotice>> NoticesAsync() => app.RowsAsync<SubscriberNotice>(app.Acme);

    private async Task<Subscriber> OneAsync() => Assert.Single(await app.RowsAsync<Subscriber>(app.Acme));

    private async Task<string> ComponentAsync(string name)
    {
        await app.RenewAsync(app.Acme);
        var answer = await app.GetAsync($"/status/{app.Acme.Address}/api/v2/components.json");
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["components"]!.AsArray().Single(component => (string?)component!["name"] == name)!["id"]!;
    }

    private IEnumerable<string> To() => app.Mail.Taken.Select(taken => taken.To).Order(StringComparer.Ordinal);

    private static string Link(string? text, string purpose) => Links().Matches(text ?? "").Select(match => match.Value).First(link => link.Contains($"/updates/{purpose}?", StringComparison.Ordinal));

    private static string Path(string address) => address.StartsWith("http", StringComparison.Ordinal) ? new Uri(address).PathAndQuery : address;

    [GeneratedRegex(@"https://\S+", RegexOptions.None, 1000)]
    private static partial Regex Links();
}
