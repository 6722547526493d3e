using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Notifications.Channels.SignedWebhook;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Audiences in the settings, a ticket that changes, and what the stand-ins received.</summary>
public sealed class AudiencesTests(ChannelsApp app) : IClassFixture<ChannelsApp>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await app.BeginAnewAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Every_channel_of_an_audience_is_told_and_the_ledger_says_so()
    {
        await app.TellAsync("core", "slack", "slack-webhook", "teams", "webhook");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();

        Assert.Equal(4, app.Channels.Requests.Count);
        var ledger = await LedgerAsync(ticket, "core");
        Assert.Equal(["slack", "slack-webhook", "teams", "webhook"], ledger.Select(row => row.Channel).Order());
        Assert.All(ledger, row => Assert.Equal(DeliveryState.Delivered, row.State));
        var hook = app.Channels.Requests.Single(request => request.Path == "/events");
        Assert.Equal(SignedWebhookChannel.Sign(ChannelsApp.Secret, hook.Headers["webhook-id"], hook.Headers["webhook-timestamp"], hook.Body), hook.Headers["webhook-signature"]);
        Assert.Equal($"OPS-{ticket}", hook.Json["data"]!["issueKey"]!.ToString());
    }

    [Fact]
    public async Task Customers_never_read_the_ticket()
    {
        await app.TellAsync("customers", "slack", "slack-webhook", "teams", "webhook");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();

        Assert.Equal(4, app.Channels.Requests.Count);
        Assert.All(app.Channels.Requests, request => Assert.DoesNotContain($"OPS-{ticket}", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task In_slack_an_incident_is_one_message_with_a_thread_and_a_correction_travels()
    {
        await app.TellAsync("core", "slack");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await SayAsync(ticket, "Mail is slow, not down.", correct: 1);
        await app.DrainAsync();

        var (parent, reply) = (app.Channels.SlackMessages[0], app.Channels.SlackMessages[1]);
        Assert.Equal(parent["ts"]!.ToString(), reply["thread_ts"]!.ToString());
        Assert.StartsWith("Correction to update 1: ", reply["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(reply["text"]!.ToString(), parent["text"]!.ToString());
    }

    [Fact]
    public async Task An_answer_of_slack_that_got_lost_puts_no_word_into_the_thread_twice()
    {
        await app.TellAsync("core", "slack");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await SayAsync(ticket, "Mail is slow.", null);
        app.Channels.LoseAnswers();
        await app.DrainAsync();
        app.Channels.AnswerAgain();
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.DrainAsync();

        Assert.Equal(2, app.Channels.Told("slack"));
        Assert.All(await LedgerAsync(ticket, "core"), row => Assert.Equal(DeliveryState.Delivered, row.State));
    }

    [Fact]
    public async Task A_first_word_whose_answer_got_lost_is_found_behind_hundreds_of_other_messages()
    {
        await app.TellAsync("core", "slack");
        var ticket = await app.OpenAsync();
        app.Channels.LoseAnswers();
        await app.DrainAsync();
        app.Channels.AnswerAgain();
        for (var i = 0; i < 250; i++)
            app.Channels.SayInSlack(new JsonObject { ["channel"] = "C0123456789", ["ts"] = string.Create(CultureInfo.InvariantCulture, $"{app.Clock.GetUtcNow().ToUnixTimeSeconds()}.1{i:00000}"), ["text"] = new string('x', 900) });
        app.Clock.Advance(TimeSpan.FromSeconds(30));
        await app.DrainAsync();

        Assert.Equal(251, app.Channels.Told("slack"));
        Assert.Equal(DeliveryState.Delivered, Assert.Single(await LedgerAsync(ticket, "core")).State);
    }

    /// <summary>Of a text message the vendor knows no more than its words: the old ones can be found, the new ones cannot say whether the old ones were.</summary>
    [Theory]
    [InlineData(false, DeliveryState.Delivered)]
    [InlineData(true, DeliveryState.Unknown)]
    public async Task A_text_message_whose_answer_was_lost_is_told_once_though_it_reads_otherwise_by_now(bool isRenamed, DeliveryState state)
    {
        await app.TellAsync("employees", "sms");
        var ticket = await app.OpenAsync();
        app.Channels.LoseAnswers();
        await app.DrainAsync();
        app.Channels.AnswerAgain();
        if (isRenamed)
            await app.InAsync(app.Acme, database => database.Set<Incident>().Where(incident => incident.IssueId == ticket).ExecuteUpdateAsync(set => set.SetProperty(incident => incident.WrittenTitle, "Chat is slow"), TestContext.Current.CancellationToken));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DrainAsync();

        Assert.Single(app.Channels.Texts);
        Assert.Equal(state, Assert.Single(await LedgerAsync(ticket, "employees")).State);
    }

    [Fact]
    public async Task On_mastodon_a_correction_answers_and_takes_the_place_of_the_wrong_words()
    {
        await app.TellAsync("customers", "mastodon");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await SayAsync(ticket, "Chat is slow too.", null);
        await app.DrainAsync();
        await SayAsync(ticket, "Chat is well.", correct: 2);
        await app.DrainAsync();

        var (answer, edit) = (app.Channels.Requests[^2], app.Channels.Requests[^1]);
        Assert.Equal("1", answer.Json["in_reply_to_id"]!.ToString());
        Assert.Equal("/mastodon/api/v1/statuses/2", edit.Path);
        Assert.Equal(answer.Json["status"]!.ToString(), edit.Json["status"]!.ToString());
        Assert.Contains("Correction to update 2", edit.Json["status"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, app.Channels.Told("mastodon"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task On_x_a_correction_answers_the_wrong_post_and_stands_alone_where_that_is_refused(bool mayAnswer)
    {
        await app.TellAsync("customers", "x");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await SayAsync(ticket, "Chat is slow too.", null);
        await app.DrainAsync();
        var wrong = app.Channels.Told("x");
        app.Channels.Refuse = request => !mayAnswer && request.Body.Contains("in_reply_to_tweet_id", StringComparison.Ordinal) ? (403, """{"detail":"You are not permitted to perform this action.","status":403}""") : null;
        await SayAsync(ticket, "Chat is well.", correct: 2);
        await app.DrainAsync();

        var last = app.Channels.Requests[^1].Json;
        Assert.StartsWith("Correction to update 2: ", last["text"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal(mayAnswer ? $"{wrong}" : null, (string?)last["reply"]?["in_reply_to_tweet_id"]);
        Assert.Equal(wrong + 1, app.Channels.Told("x"));
        Assert.All((await LedgerAsync(ticket, "customers")).Where(row => row.Channel == "x"), row => Assert.Equal(DeliveryState.Delivered, row.State));
    }

    [Fact]
    public async Task On_bluesky_a_correction_stands_below_the_words_that_it_puts_right()
    {
        await app.TellAsync("customers", "bluesky");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await SayAsync(ticket, "Chat is slow too.", null);
        await app.DrainAsync();
        await SayAsync(ticket, "Chat is well.", correct: 2);
        await app.DrainAsync();

        var posts = app.Channels.Requests.Where(request => request.Path.EndsWith("putRecord", StringComparison.Ordinal)).Select(request => request.Json).ToList();
        var (reply, keys) = (posts[2]["record"]!["reply"]!, posts.Select(post => post["rkey"]!.ToString()).ToList());
        Assert.StartsWith("Correction to update 2: ", posts[2]["record"]!["text"]!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(keys[0], reply["root"]!["uri"]!.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(keys[1], reply["parent"]!["uri"]!.ToString(), StringComparison.Ordinal);
        // What is no correction answers the first word.
        Assert.EndsWith(keys[0], posts[1]["record"]!["reply"]!["parent"]!["uri"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_whose_next_one_is_due_expires()
    {
        await app.TellAsync("core", "webhook");
        var ticket = await app.OpenAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.DrainAsync();

        Assert.Empty(app.Channels.Requests);
        Assert.Equal(DeliveryState.Expired, Assert.Single(await LedgerAsync(ticket, "core")).State);
    }

    [Fact]
    public async Task After_a_death_in_the_call_nobody_is_told_twice()
    {
        await app.TellAsync("core", "slack-webhook");
        var ticket = await app.OpenAsync();
        await app.InAsync(app.Acme, database => database.Set<Delivery>().Where(row => row.Audience == "core" && row.State == DeliveryState.Queued)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.BegunAt, row => row.CreatedAt), TestContext.Current.CancellationToken));
        await app.DrainAsync();

        Assert.Empty(app.Channels.Requests);
        Assert.Equal(DeliveryState.Unknown, Assert.Single(await LedgerAsync(ticket, "core")).State);
    }

    [Fact]
    public async Task A_pause_of_the_destination_does_not_make_a_call_of_unknown_outcome_forgotten()
    {
        await app.TellAsync("core", "slack-webhook");
        var ticket = await app.OpenAsync();
        var now = app.Clock.GetUtcNow();
        await app.InAsync(app.Acme, async database =>
        {
            await database.Set<Delivery>().Where(row => row.Audience == "core" && row.State == DeliveryState.Queued)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.BegunAt, row => row.CreatedAt), TestContext.Current.CancellationToken);
            await database.Set<DestinationHealth>().ExecuteDeleteAsync(TestContext.Current.CancellationToken);
            database.Add(new DestinationHealth { InstallationId = app.Acme.Id, Channel = "slack-webhook", Destination = "my-slack-webhook", State = HealthState.Paused, Failures = 10, Reason = "Away.", Since = now, TryAt = now.AddMinutes(5) });
            return await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        });
        await app.DrainAsync();
        var held = Assert.Single(await LedgerAsync(ticket, "core"));
        Assert.Equal((DeliveryState.Queued, true), (held.State, held.BegunAt is not null));

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await app.DrainAsync();

        Assert.Empty(app.Channels.Requests);
        Assert.Equal(DeliveryState.Unknown, Assert.Single(await LedgerAsync(ticket, "core")).State);
        await app.InAsync(app.Acme, database => database.Set<DestinationHealth>().ExecuteDeleteAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_sleeps_hears_the_last_word_in_the_morning()
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "webhook");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } } : audience)],
        });
        var (minor, critical) = (await app.OpenAsync("Medium"), await app.OpenAsync("Highest"));
        await SayAsync(minor, "Still slow.", null);
        await app.DrainAsync();
        Assert.Equal($"OPS-{critical}", Assert.Single(app.Channels.Requests).Json["data"]!["issueKey"]!.ToString());

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DrainAsync();

        Assert.Equal(2, app.Channels.Requests.Count);
        Assert.Equal("Still slow.", app.Channels.Requests[1].Json["data"]!["words"]!.ToString());
        Assert.Equal([DeliveryState.Suppressed, DeliveryState.Delivered], (await LedgerAsync(minor, "employees")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Employees_read_that_a_word_is_late_unless_it_waited_for_the_morning(bool isQuiet)
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "webhook");
        var told = await SettingsAsync();
        var ticket = await app.OpenAsync("Medium");
        await app.DrainAsync();
        var due = (await app.PromiseAsync(ticket))!.DueAt;
        if (isQuiet)
            await app.SaveAsync(told with
            {
                Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(110) } } : audience)],
            });
        await app.SweepAtAsync(due.AddMinutes(7));
        app.Clock.Advance(isQuiet ? TimeSpan.FromMinutes(60) : TimeSpan.Zero);
        await app.DrainAsync();

        var words = app.Channels.Requests[^1].Json["data"]!["words"]!.ToString();
        Assert.StartsWith(isQuiet ? "Nothing new to report" : "This comes 7 minutes later than promised. Nothing new to report", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_several_incidents_said_in_quiet_hours_is_one_message_in_the_morning()
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "slack-webhook");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } } : audience)],
        });
        var (first, second) = (await app.OpenAsync("Medium"), await app.OpenAsync("Medium"));
        await SayAsync(first, "Mail is slow.", null);
        await SayAsync(second, "Chat is slow.", null);
        await app.DrainAsync();
        Assert.Empty(app.Channels.Requests);

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DrainAsync();

        var body = Assert.Single(app.Channels.Requests).Body;
        Assert.Contains("In quiet hours: 2 incidents", body, StringComparison.Ordinal);
        Assert.All(["Mail is slow.", "Chat is slow.", $"OPS-{first}", $"OPS-{second}"], part => Assert.Contains(part, body, StringComparison.Ordinal));
        var states = (await LedgerAsync(first, "employees")).Concat(await LedgerAsync(second, "employees")).GroupBy(row => row.State).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((2, 2), (states[DeliveryState.Delivered], states[DeliveryState.Suppressed]));
    }

    [Fact]
    public async Task What_does_not_fit_into_the_mornings_message_comes_in_the_next_one()
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "slack-webhook");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } } : audience)],
        });
        List<string> tickets = [];
        for (var i = 0; i < 7; i++)
        {
            tickets.Add(await app.OpenAsync("Medium"));
            await SayAsync(tickets[^1], string.Concat(Enumerable.Repeat("Mail is slow in the offices. ", 19)), null);
        }

        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DrainAsync();

        var bodies = app.Channels.Requests.Select(request => request.Body).ToList();
        Assert.True(bodies.Count is > 1 and < 7, $"{bodies.Count} messages");
        Assert.All(tickets, ticket => Assert.Single(bodies, body => body.Contains($"OPS-{ticket}", StringComparison.Ordinal)));
    }

    /// <summary>Text messages, of which the vendor knows no more than their words.</summary>
    [Theory]
    [InlineData(false, DeliveryState.Delivered)]
    [InlineData(true, DeliveryState.Unknown)]
    public async Task A_morning_message_whose_answer_was_lost_is_told_once_whatever_happens_meanwhile(bool isRenamed, DeliveryState state)
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "sms");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } } : audience)],
        });
        var (first, second) = (await app.OpenAsync("Medium"), await app.OpenAsync("Medium"));
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        app.Channels.LoseAnswers();
        await app.DrainAsync();
        app.Channels.AnswerAgain();
        var morning = Assert.Single(app.Channels.Texts)["body"]!.ToString();
        Assert.All([$"OPS-{first}", $"OPS-{second}"], key => Assert.Contains(key, morning, StringComparison.Ordinal));

        await SayAsync(first, "Only the archive is slow.", null);
        if (isRenamed)
            await app.InAsync(app.Acme, database => database.Set<Incident>().Where(incident => incident.IssueId == second).ExecuteUpdateAsync(set => set.SetProperty(incident => incident.WrittenTitle, "Chat is slow"), TestContext.Current.CancellationToken));
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DrainAsync();

        Assert.Equal(morning, Assert.Single(app.Channels.Texts.Select(text => text["body"]!.ToString()), body => body.Contains($"OPS-{second}", StringComparison.Ordinal)));
        Assert.Equal(2, app.Channels.Texts.Count);
        Assert.Equal(state, Assert.Single(await LedgerAsync(second, "employees")).State);
        Assert.Equal([state, DeliveryState.Delivered], (await LedgerAsync(first, "employees")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Theory]
    [InlineData("slack")]
    [InlineData("slack-webhook")]
    [InlineData("sms")]
    public async Task A_morning_message_that_certainly_did_not_go_out_is_gathered_anew(string kind)
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", kind);
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } } : audience)],
        });
        var (first, second, third) = (await app.OpenAsync("Medium"), await app.OpenAsync("Medium"), await app.OpenAsync("Medium"));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        app.Channels.Refuse = _ => (429, "");
        await app.DrainAsync();
        app.Channels.Forget();

        await SayAsync(second, "Only the archive is slow.", null);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DrainAsync();

        var bodies = app.Channels.Requests.Select(request => request.Body).ToList();
        var morning = Assert.Single(bodies, body => body.Contains($"OPS-{first}", StringComparison.Ordinal));
        Assert.Contains($"OPS-{third}", morning, StringComparison.Ordinal);
        Assert.DoesNotContain($"OPS-{second}", morning, StringComparison.Ordinal);
        Assert.Equal([DeliveryState.Suppressed, DeliveryState.Delivered], (await LedgerAsync(second, "employees")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Fact]
    public async Task A_grave_word_goes_past_one_that_waits_for_the_morning()
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.TellAsync("employees", "webhook");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "employees" ? audience with { QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(20) } } : audience)],
        });
        // What other tests left waiting.
        await app.DrainAsync();
        app.Channels.Forget();
        var ticket = await app.OpenAsync("Medium");
        await app.DrainAsync();
        Assert.Empty(app.Channels.Requests);

        await app.TellAsync(app.Acme, TicketEvent.Of(ticket, at: app.Clock.GetUtcNow().AddMinutes(1)).With("priority", new JsonObject { ["name"] = "Highest" }).ToJsonString());
        await app.DrainAsync();

        Assert.Single(app.Channels.Requests);
        Assert.Equal([DeliveryState.Queued, DeliveryState.Delivered], (await LedgerAsync(ticket, "employees")).OrderBy(row => row.Sequence).Select(row => row.State));

        // Not even when the quiet hours leave the settings in that night does the older word come after the graver one.
        await app.TellAsync("employees", "webhook");
        app.Clock.Advance(TimeSpan.FromMinutes(21));
        await app.DrainAsync();

        Assert.Single(app.Channels.Requests);
        Assert.Equal([DeliveryState.Suppressed, DeliveryState.Delivered], (await LedgerAsync(ticket, "employees")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Fact]
    public async Task Who_never_got_the_word_that_his_audience_was_to_hear_gets_the_next_one()
    {
        await PacedAsync(240);
        var ticket = await app.OpenAsync();
        app.Channels.Refuse = _ => (500, "");
        await app.DrainAsync();
        app.Channels.Forget();
        foreach (var words in new[] { "Mail is slow.", "Mail is still slow." })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await SayAsync(ticket, words, null);
            await app.DrainAsync();
        }

        Assert.Single(app.Channels.Requests);
        Assert.Equal([DeliveryState.Unknown, DeliveryState.Delivered, DeliveryState.Suppressed], (await LedgerAsync(ticket, "executives")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Fact]
    public async Task A_time_that_was_told_is_kept_when_the_settings_change_in_mid_incident()
    {
        await PacedAsync(null);
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await PacedAsync(240);
        foreach (var words in new[] { "Mail is slow.", "Mail is still slow." })
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await SayAsync(ticket, words, null);
            await app.DrainAsync();
        }

        Assert.Equal([DeliveryState.Delivered, DeliveryState.Delivered, DeliveryState.Suppressed], (await LedgerAsync(ticket, "executives")).OrderBy(row => row.Sequence).Select(row => row.State));
    }

    [Fact]
    public async Task The_core_is_reminded_on_its_channels_and_not_when_somebody_wrote()
    {
        await app.TellAsync("core", "webhook");
        var (forgotten, kept) = (await app.OpenAsync(), await app.OpenAsync());
        await app.DrainAsync();
        await app.SweepAtAsync((await app.PromiseAsync(forgotten))!.DueAt.AddMinutes(-10));
        await SayAsync(kept, "We found the cause.", null);
        await app.DrainAsync();

        var reminders = app.Channels.Requests.Where(request => request.Json["type"]!.ToString() == "incident.promise.due").ToList();
        Assert.DoesNotContain(reminders, request => request.Body.Contains($"OPS-{kept}\"", StringComparison.Ordinal));
        var reminder = Assert.Single(reminders, request => request.Body.Contains($"OPS-{forgotten}\"", StringComparison.Ordinal));
        Assert.Contains("A draft: “Nothing new to report", reminder.Json["data"]!["words"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_said_the_reminder_offers_no_draft_and_nothing_empty_is_said_by_itself()
    {
        await app.TellAsync("core", "webhook");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        var due = (await app.PromiseAsync(ticket))!.DueAt;
        await app.InAsync(app.Acme, database => database.Set<IncidentUpdate>().Where(update => database.Set<Incident>().Any(incident => incident.Id == update.IncidentId && incident.IssueId == ticket)).ExecuteDeleteAsync(TestContext.Current.CancellationToken));
        await app.SweepAtAsync(due.AddMinutes(-10));
        await app.DrainAsync();
        await app.SweepAtAsync(due);
        await app.DrainAsync();

        var reminders = app.Channels.Requests.Where(request => request.Json["type"]!.ToString() == "incident.promise.due" && request.Body.Contains($"OPS-{ticket}\"", StringComparison.Ordinal)).Select(request => request.Json["data"]!["words"]!.ToString()).ToList();
        Assert.Equal([$"The update promised for {due:HH:mm} UTC is not written yet, and only a person may write it.", $"The update promised for {due:HH:mm} UTC did not come. Please write it now."], reminders);
        Assert.Empty(await app.UpdatesAsync(ticket));
    }

    [Fact]
    public async Task Every_audience_reads_its_own_text_in_its_own_language()
    {
        foreach (var (audience, language) in new[] { ("core", "en"), ("executives", "de"), ("customers", "de") })
        {
            await app.TellAsync(audience, "webhook");
            var told = await SettingsAsync();
            await app.SaveAsync(told with { Audiences = [.. told.Audiences.Select(known => known with { Language = language })] });
            var ticket = await app.OpenAsync();
            await app.DrainAsync();

            var words = app.Channels.Requests[^1].Json["data"]!["words"]!.ToString();
            Assert.StartsWith(audience switch { "core" => $"OPS-{ticket}: severity 2 since", "executives" => "Schweregrad 2 seit", _ => "Wir untersuchen ein Problem mit unseren Diensten." }, words, StringComparison.Ordinal);
            Assert.Equal(audience == "customers", !words.Contains($"OPS-{ticket}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task What_a_person_wrote_is_never_replaced_by_a_text()
    {
        await app.TellAsync("core", "webhook");
        var ticket = await app.OpenAsync();
        await app.DrainAsync();
        await AnswerAsync(ticket, "Mail is slow.", ("work.current_action", "draining the queue"));
        await app.DrainAsync();

        var told = app.Channels.Requests[^1].Json["data"]!["words"]!.ToString();
        Assert.Contains("- Customers read: Mail is slow.", told, StringComparison.Ordinal);
        Assert.Contains("- Being done: draining the queue.", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support")]
    [InlineData("employees")]
    [InlineData("customers")]
    [InlineData("core")]
    public async Task What_was_answered_before_an_incident_became_a_security_matter_leaves_only_when_a_person_says_it_anew(string audience)
    {
        await app.TellAsync(audience, "webhook");
        var ticket = await app.OpenAsync();
        await AnswerAsync(ticket, "Mail is slow.", ("impact.scope", "everybody who signs in by the old door"), ("support.say", "The old door is open."), ("employee.what_to_do", "use the old door"), ("work.needs", "a locksmith"), ("work.risk", "an open door"));
        await app.DrainAsync();
        app.Channels.Forget();

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.ObserveAsync(ticket, held => held with { StatusName = "In progress", StatusCategory = "indeterminate", Labels = ["security"] }, new RuleSettings { Classes = [new ClassRule { When = "labels = security", Class = "security" }] });
        await app.DrainAsync();

        var told = Assert.Single(app.Channels.Requests).Json["data"]!["words"]!.ToString();
        Assert.StartsWith("We are working on the problem with our services. Next update by ", (await app.UpdatesAsync(ticket))[^1].CustomerWords, StringComparison.Ordinal);
        Assert.Equal(audience == "core", told.Contains("an open door", StringComparison.Ordinal));
        if (audience == "core")
            return;
        Assert.DoesNotContain("old door", told, StringComparison.Ordinal);
        Assert.Contains("problem with our services", told, StringComparison.Ordinal);

        await AnswerAsync(ticket, "We are looking into a security matter.", ("security.approved_scope", "the old door"));
        await app.DrainAsync();

        var answers = (await app.UpdatesAsync(ticket))[^1].Answers.Keys;
        Assert.Equal(["security.approved_scope", "work.needs", "work.risk"], answers.Order(StringComparer.Ordinal));
        Assert.Contains(audience == "support" ? "What is concerned (approved): the old door." : "We are looking into a security matter.", app.Channels.Requests[^1].Json["data"]!["words"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_from_before_a_security_matter_is_taken_back_everywhere_at_once()
    {
        await app.TellAsync("customers", "webhook");
        var ticket = await app.OpenAsync();
        await ScopedAsync(async services => await services.GetRequiredService<SpeakInPublic>().SayAsync(
            await services.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(row => row.IssueId == ticket), new SpokenWords("account", "Signing in is slow.", "The old door is open", null, null, null), CancellationToken.None));
        await app.DrainAsync();
        Assert.Equal("The old door is open", (string?)app.Channels.Requests[^1].Json["data"]!["title"]);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        // Nothing of the ticket moves but its kind.
        await app.ObserveAsync(ticket, held => held with { Labels = ["security"] }, new RuleSettings { Classes = [new ClassRule { When = "labels = security", Class = "security" }] });
        await app.DrainAsync();

        Assert.Equal("Problem with our services", (string?)app.Channels.Requests[^1].Json["data"]!["title"]);
        Assert.DoesNotContain("old door", (await app.UpdatesAsync(ticket))[^1].CustomerWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_of_the_site_that_fails_in_an_incident_holds_nobody_up()
    {
        await app.TellAsync("core", "webhook");
        var settings = await SettingsAsync();
        // It passes the check, which knows no such time.
        await app.SaveAsync(settings with { Words = new WordSettings { Templates = [new TextOfTheSite { Audience = "core", About = "investigating", Text = "{{ if incident.severity == '2' }}{{ nobody.knows }}{{ end }}Ours." }] } });
        var (high, low) = (await app.OpenAsync(), await app.OpenAsync("Low"));
        await app.DrainAsync();

        var words = app.Channels.Requests.ToDictionary(request => request.Json["data"]!["issueKey"]!.ToString(), request => request.Json["data"]!["words"]!.ToString());
        Assert.StartsWith($"OPS-{high}: severity 2", words[$"OPS-{high}"], StringComparison.Ordinal);
        Assert.Equal("Ours.", words[$"OPS-{low}"]);
    }

    [Fact]
    public async Task When_a_text_fails_in_an_incident_the_version_before_it_speaks_and_the_timeline_names_the_place()
    {
        var settings = await SettingsAsync();
        WordSettings Words(string text) => new() { Templates = [new TextOfTheSite { Audience = "customers", About = "investigating", Text = text }] };
        await app.SaveAsync(settings with { Words = Words("We are on it. Next update by {{ update.next_at }}.") });
        await app.SaveAsync(settings with { Words = Words("{{ if incident.severity == '2' }}{{ nobody.knows }}{{ end }}We are very much on it.") });

        var ticket = await app.OpenAsync();

        Assert.StartsWith("We are on it. Next update by ", Assert.Single(await app.UpdatesAsync(ticket)).CustomerWords, StringComparison.Ordinal);
        var told = Assert.Single(await app.TimelineAsync(ticket, "text"));
        Assert.Matches(@"^A text in the settings could not be used, and the next in line spoke\. words\.templates\[0\], line 1, column \d+: ", told.Text);
        Assert.Equal(Visibility.Internal, told.Visibility);
        await app.SaveAsync(settings);
    }

    [Fact]
    public async Task A_text_with_a_mistake_is_not_saved_and_the_place_is_named()
    {
        await app.TellAsync("core", "webhook");
        var settings = await SettingsAsync();
        var refused = await ScopedAsync(services => Task.FromResult(services.GetRequiredService<SaveSettings>().Mistakes(settings with
        {
            Words = new WordSettings
            {
                Templates =
                [
                    new TextOfTheSite { Audience = "customers", About = "identified", Text = "We know.\n{{ incident.key }}" },
                    new TextOfTheSite { Audience = "crew", About = "lunch", Class = "fire", Channel = "fax", Language = "tlh", Text = "x" },
                ],
            },
        })));

        Assert.Equal(
            ["words.templates[0].text", "words.templates[1].about", "words.templates[1].audience", "words.templates[1].channel", "words.templates[1].class", "words.templates[1].language"],
            refused.Select(mistake => mistake.Field).Order(StringComparer.Ordinal));
        Assert.StartsWith("Line 2, column 13: ", refused.Single(mistake => mistake.Field == "words.templates[0].text").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_are_sealed_masked_and_kept()
    {
        await app.TellAsync("core", "webhook");
        var (stored, open) = ((await app.RowsAsync<SettingsVersion>(app.Acme)).MaxBy(version => version.Version)!.Document, await SettingsAsync());
        await app.SaveAsync(SettingsSecrets.Masked(open));

        Assert.DoesNotContain("MfKQ9r8G", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("MfKQ9r8G", JsonSerializer.Serialize(SettingsSecrets.Masked(open), SettingsJson.Options), StringComparison.Ordinal);
        Assert.Equal(ChannelsApp.Secret, (await SettingsAsync()).Channels[0].Secrets!["secret"]);
    }

    [Fact]
    public async Task Mistakes_name_the_field_and_the_mend()
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var version = (await scope.ServiceProvider.GetRequiredService<CurrentSettings>().GetVersionAsync(app.Acme.Id, TestContext.Current.CancellationToken)).Version;
        var wrong = InstallationSettings.Default with
        {
            Channels = [app.Entry("slack") with { Options = new Dictionary<string, string> { ["channel"] = "#general", ["colour"] = "red" } }, new ChannelSettings { Id = "fax", Kind = "fax" }],
        };
        var refused = Assert.IsType<SettingsSaved.Refused>(await scope.ServiceProvider.GetRequiredService<SaveSettings>().SaveAsync(app.Acme.Id, wrong, version, null, TestContext.Current.CancellationToken));

        Assert.Equal(["channels[0].options.channel", "channels[0].options.colour", "channels[1].kind"], refused.Mistakes.Select(mistake => mistake.Field));
    }

    /// <param name="minutes">Within how many minutes executives hear the next word; null: as often as customers.</param>
    private async Task PacedAsync(int? minutes)
    {
        await app.TellAsync("executives", "slack-webhook");
        var told = await SettingsAsync();
        await app.SaveAsync(told with
        {
            Audiences = [.. told.Audiences.Select(audience => audience.Name == "executives" && minutes is { } most ? audience with { Minutes = new Dictionary<string, int> { ["2"] = most } } : audience)],
        });
    }

    private Task<InstallationSettings> SettingsAsync() => ScopedAsync(services => services.GetRequiredService<CurrentSettings>().GetAsync(app.Acme.Id, TestContext.Current.CancellationToken).AsTask());

    private Task<Spoken> SayAsync(string ticket, string words, int? correct) => ScopedAsync(async services =>
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        var held = await database.Set<Incident>().SingleAsync(row => row.IssueId == ticket);
        var corrected = await database.Set<IncidentUpdate>().Where(update => update.IncidentId == held.Id && update.Number == correct).FirstOrDefaultAsync();
        var speak = ActivatorUtilities.CreateInstance<SpeakInPublic>(services);
        return await speak.SayAsync(held, new SpokenWords("account", words, null, null, null, corrected?.Id.Public()), CancellationToken.None);
    });

    private Task<Spoken.Said> AnswerAsync(string ticket, string words, params (string Name, string Answer)[] answers) => ScopedAsync(async services =>
    {
        var held = await services.GetRequiredService<JsmConnectorContext>().Set<Incident>().SingleAsync(row => row.IssueId == ticket);
        var spoken = new SpokenWords("account", words, null, null, null, null) { Answers = answers.ToDictionary(answer => answer.Name, answer => answer.Answer) };
        return Assert.IsType<Spoken.Said>(await services.GetRequiredService<SpeakInPublic>().SayAsync(held, spoken, CancellationToken.None));
    });

    private async Task<T> ScopedAsync<T>(Func<IServiceProvider, Task<T>> run)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        return await run(scope.ServiceProvider);
    }

    private async Task<List<Delivery>> LedgerAsync(string ticket, string audience)
    {
        var incident = await app.IncidentAsync(ticket);
        return [.. (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.IncidentId == incident.Id.Value && row.Audience == audience)];
    }
}
