using System.Text.Json.Nodes;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Readers;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>Planned work, from the plan to each audience's channels.</summary>
public sealed class PlannedWorkTests(ChannelsApp app) : IClassFixture<ChannelsApp>, IAsyncLifetime
{
    private static int _number;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await app.BeginAnewAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("bluesky")]
    [InlineData("mastodon")]
    [InlineData("push")]
    [InlineData("slack")]
    [InlineData("slack-webhook")]
    [InlineData("sms")]
    [InlineData("teams")]
    [InlineData("webhook")]
    [InlineData("x")]
    public async Task Every_kind_of_channel_tells_it_to_customers_without_the_ticket(string kind)
    {
        await app.TellAsync("customers", kind);
        var work = await ScheduleAsync("Email");
        await app.DrainAsync();

        var row = Assert.Single(await LedgerAsync(work));
        Assert.Equal((DeliveryState.Delivered, kind, (string?)null), (row.State, row.Channel, row.Reason));
        var said = Uri.UnescapeDataString(app.Channels.Requests[^1].Body.Replace('+', ' '));
        Assert.Contains("Scheduled maintenance of Email", said, StringComparison.Ordinal);
        Assert.DoesNotContain("OPS-", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Investigating", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_audience_reads_its_own_text_in_its_own_language_and_the_team_the_key_of_the_ticket()
    {
        await SaveAsync(("core", "slack", "en"), ("employees", "teams", "de"));
        var work = await ScheduleAsync("Email");
        await app.DrainAsync();

        var slack = Assert.Single(app.Channels.SlackMessages).ToJsonString();
        Assert.Contains("OPS-1: planned work from", slack, StringComparison.Ordinal);
        Assert.Contains("Customers read: We will work on Email from", slack, StringComparison.Ordinal);
        Assert.DoesNotContain("Take the lead", slack, StringComparison.Ordinal);
        var card = Assert.Single(app.Channels.Requests, request => request.Path == "/teams").Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains("Geplante Wartung von Email", card, StringComparison.Ordinal);
        Assert.Contains("Geplante Arbeiten: Email. Von ", card, StringComparison.Ordinal);
        Assert.Contains("Geplant", card, StringComparison.Ordinal);

        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.InProgress, Words = "Mail is off until noon.", Author = "ada" });
        await app.DrainAsync();
        var reply = app.Channels.SlackMessages[^1];
        Assert.Equal(app.Channels.SlackMessages[0]["ts"]!.ToString(), reply["thread_ts"]!.ToString());
        Assert.Contains("OPS-1: the planned work has begun.", reply.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Customers read: Mail is off until noon.", reply.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("Mail is off until noon.", app.Channels.Requests.Last(request => request.Path == "/teams").Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_mail_the_subject_says_what_is_planned_and_the_stage_stands_above_the_words()
    {
        app.Mail.Forget();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "mail", Kind = "email", Options = new Dictionary<string, string> { ["to"] = "ada@example.com" } }],
            Audiences = [new AudienceSettings { Name = "employees", Channels = ["mail"], Language = "de" }],
        });
        await ScheduleAsync("Email");
        await app.DrainAsync();

        var mail = Assert.Single(app.Mail.Taken).Message;
        Assert.Contains("Geplante Wartung von Email", mail.Subject, StringComparison.Ordinal);
        Assert.Contains("Geplante Wartung von Email: Geplant", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Geplante Arbeiten: Email. Von ", mail.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_to_hear_nothing_of_it_hears_nothing()
    {
        await app.TellAsync("customers", "webhook");
        var settings = InstallationSettings.Default with
        {
            Channels = [app.Entry("webhook")],
            Audiences = [new AudienceSettings { Name = "customers", Channels = ["my-webhook"], PlannedWork = false }],
        };
        await app.SaveAsync(settings);

        Assert.Empty(await LedgerAsync(await ScheduleAsync("Email")));
    }

    [Fact]
    public async Task In_quiet_hours_it_waits_and_the_last_word_says_it_all()
    {
        var now = app.Clock.GetUtcNow();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [app.Entry("webhook")],
            Audiences = [new AudienceSettings { Name = "customers", Channels = ["my-webhook"], QuietHours = new QuietHours { From = TimeOnly.FromDateTime(now.AddHours(-1).UtcDateTime), Until = TimeOnly.FromDateTime(now.AddHours(1).UtcDateTime), UnlessSeverity = 3 } }],
        });
        var work = await ScheduleAsync("Email");
        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.Cancelled, Author = "ada" });
        await app.DrainAsync();
        Assert.Empty(app.Channels.Requests);

        app.Clock.Advance(TimeSpan.FromHours(1.5));
        await app.DrainAsync();

        var told = Assert.Single(app.Channels.Requests).Json;
        Assert.Equal(("maintenance.update.posted", "cancelled", 2), ((string?)told["type"], (string?)told["data"]!["stage"], (int)told["data"]!["number"]!));
        Assert.Equal([DeliveryState.Suppressed, DeliveryState.Delivered], (await LedgerAsync(work)).Select(row => row.State));
    }

    /// <summary>Planned work is no incident, least of all in the first line that somebody reads in the morning.</summary>
    [Theory]
    [InlineData(0, 2, "In quiet hours: planned work (2)")]
    [InlineData(1, 2, "In quiet hours: incidents (1), planned work (2)")]
    [InlineData(2, 0, "In quiet hours: 2 incidents")]
    public async Task The_mornings_message_calls_incidents_and_planned_work_by_their_names(int incidents, int works, string title)
    {
        var now = TimeOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [app.Entry("slack-webhook")],
            Audiences = [new AudienceSettings { Name = "employees", Channels = ["my-slack-webhook"], QuietHours = new QuietHours { From = now.AddMinutes(-5), Until = now.AddMinutes(10) } }],
        });
        for (var i = 0; i < incidents; i++)
            await app.OpenAsync("Medium");
        for (var i = 0; i < works; i++)
            await ScheduleAsync($"Service {i}");
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DrainAsync();

        var body = Assert.Single(app.Channels.Requests).Body;
        Assert.Contains(title, body, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, works), i => Assert.Contains($"Scheduled maintenance of Service {i}: Scheduled (", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_that_a_newer_one_has_overtaken_is_not_told()
    {
        await app.TellAsync("customers", "webhook");
        var work = await ScheduleAsync("Email");
        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.InProgress, Author = "ada" });
        await app.DrainAsync();

        Assert.Equal("in_progress", (string?)Assert.Single(app.Channels.Requests).Json["data"]!["stage"]);
    }

    [Fact]
    public async Task Channels_that_tell_by_a_ticket_are_silent_about_work_that_has_none()
    {
        await app.TellAsync("customers", "jira");
        var work = await ScheduleAsync("Email", ticket: false);
        await app.DrainAsync();

        Assert.Equal((DeliveryState.Suppressed, "The planned work has no ticket, and this channel tells by one."), (await LedgerAsync(work)) is [var row] ? (row.State, row.Reason) : default);
    }

    [Fact]
    public async Task Work_on_several_components_is_called_in_ones_own_language_in_whatever_order_they_were_named()
    {
        await SaveAsync(("employees", "teams", "de"));
        // The two messages leave in any order.
        await ScheduleAsync("Archive");
        await app.DrainAsync();
        var work = await ScheduleAsync(["Backup", "Archive"], NewTicket());
        await app.DrainAsync();
        Assert.Single(app.Channels.Requests, request => request.Body.Contains("Geplante Wartung von Backup und Archive", StringComparison.Ordinal));

        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.InProgress, IsByClock = true });
        await app.DrainAsync();
        Assert.Contains("Geplante Wartung von Backup und Archive", app.Channels.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_touches_other_components_than_before_is_called_by_those_unless_a_person_called_it_otherwise()
    {
        await app.TellAsync("customers", "webhook");
        var work = await ScheduleAsync("Archive");
        await MoveAsync(work, new MaintenanceWish { Components = ["Backup"], Author = "ada" });
        await app.DrainAsync();
        Assert.Equal("Scheduled maintenance of Backup", (string?)app.Channels.Requests[^1].Json["data"]!["title"]);

        await MoveAsync(work, new MaintenanceWish { Title = "New disks", Author = "ada" });
        await MoveAsync(work, new MaintenanceWish { Components = ["Archive"], Author = "ada" });
        await app.DrainAsync();
        Assert.Equal("New disks", (string?)app.Channels.Requests[^1].Json["data"]!["title"]);
    }

    [Fact]
    public async Task A_text_message_says_when_the_work_is_and_in_the_middle_of_it_what_became_of_it()
    {
        await SaveAsync(("customers", "sms", "en"));
        var work = await ScheduleAsync("Email");
        await app.DrainAsync();
        var begin = (await app.RowsAsync<Maintenance>(app.Acme)).Single(row => row.Id == work).ScheduledFor;
        Assert.Contains($"{begin:HH:mm} UTC", Said(), StringComparison.Ordinal);

        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.InProgress, Words = "Mail is off.", Author = "ada" });
        await app.DrainAsync();
        Assert.Contains($"{begin.AddHours(1):HH:mm} UTC", Said(), StringComparison.Ordinal);

        string Said() => Uri.UnescapeDataString(app.Channels.Requests[^1].Body.Replace('+', ' '));
    }

    /// <summary>The first word and the end; a new time concerns whoever made plans for the old one.</summary>
    [Fact]
    public async Task Who_wants_few_words_hears_when_it_is_and_that_it_is_over()
    {
        await ReadBrieflyAsync();
        var work = await ScheduleAsync("Email");
        await app.DrainAsync();
        await MoveAsync(work, new MaintenanceWish { ScheduledFor = app.Clock.GetUtcNow().AddHours(2), Author = "ada" });
        await app.DrainAsync();
        foreach (var stage in new[] { MaintenanceStage.InProgress, MaintenanceStage.Verifying, MaintenanceStage.Completed })
        {
            await MoveAsync(work, new MaintenanceWish { Stage = stage, Author = "ada" });
            await app.DrainAsync();
        }

        string?[] said = [.. app.Mail.Taken.Select(mail => mail.Message.TextBody)];
        Assert.Equal(3, said.Length);
        Assert.Contains("We will work on Email from", said[0], StringComparison.Ordinal);
        Assert.Contains("It was planned for", said[1], StringComparison.Ordinal);
        Assert.Contains("The work on Email is finished.", said[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_wants_few_words_hears_the_second_where_it_overtook_the_first()
    {
        await ReadBrieflyAsync();
        var work = await ScheduleAsync("Email");
        await MoveAsync(work, new MaintenanceWish { Stage = MaintenanceStage.InProgress, Author = "ada" });
        await app.DrainAsync();

        Assert.Contains("The work on Email has begun", Assert.Single(app.Mail.Taken).Message.TextBody, StringComparison.Ordinal);
    }

    /// <summary>Two moves in one night: the first was told to nobody.</summary>
    [Fact]
    public async Task A_new_time_is_compared_with_the_one_that_this_reader_heard()
    {
        await SaveAsync(("employees", "webhook", "en"));
        var work = await ScheduleAsync("Email");
        var begin = app.Clock.GetUtcNow().AddHours(3);
        await app.DrainAsync();
        await MoveAsync(work, new MaintenanceWish { ScheduledFor = begin.AddMinutes(10), Author = "ada" });
        await MoveAsync(work, new MaintenanceWish { ScheduledFor = begin.AddMinutes(20), Author = "ada" });
        await app.DrainAsync();
        Assert.Contains($"{begin:HH:mm} UTC before.", Words(), StringComparison.Ordinal);

        var other = await ScheduleAsync("Email");
        await MoveAsync(other, new MaintenanceWish { ScheduledFor = begin.AddMinutes(10), Author = "ada" });
        await app.DrainAsync();
        Assert.Contains("Planned work on: Email.", Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("before", Words(), StringComparison.Ordinal);

        string Words() => (string)app.Channels.Requests[^1].Json["data"]!["words"]!;
    }

    [Fact]
    public async Task The_ticket_of_other_planned_work_is_no_request_of_a_customer()
    {
        await app.TellAsync("customers", "jira");
        var (own, other, request) = (Ticket(), Ticket(), Ticket());
        own.Fields["issuelinks"] = new JsonArray([.. new[] { other, request }.Select(linked => new JsonObject { ["type"] = new JsonObject { ["name"] = "Relates" }, ["inwardIssue"] = new JsonObject { ["id"] = linked.Id } })]);
        await ScheduleAsync("Archive", other.Id);
        await ScheduleAsync("Email", own.Id);
        await app.DrainAsync();

        Assert.Contains("We will work on Email", Assert.Single(request.Comments)["body"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty(other.Comments);

        FakeJiraIssue Ticket()
        {
            var issue = app.Acme.Jira.AddIssue(NewTicket(), $"OPS-{_number}");
            issue.Fields["project"] = new JsonObject { ["key"] = "OPS", ["projectTypeKey"] = "service_desk" };
            return issue;
        }
    }

    /// <summary>It was planned by a version that did not keep the key.</summary>
    [Fact]
    public async Task Jira_writes_to_the_team_also_about_work_of_whose_ticket_the_key_is_not_known()
    {
        app.Acme.Jira.Mails.Clear();
        await app.TellAsync("core", "jira-mail");
        var issue = app.Acme.Jira.AddIssue(NewTicket(), "OPS-1");
        var work = await ScheduleAsync("Email", issue.Id);
        await InScopeAsync(services => services.GetRequiredService<JsmConnectorContext>().Set<Maintenance>().Where(known => known.Id == work).ExecuteUpdateAsync(set => set.SetProperty(known => known.IssueKey, (string?)null), Token));
        await app.DrainAsync();

        Assert.Equal((DeliveryState.Delivered, (string?)null), (await LedgerAsync(work)) is [var row] ? (row.State, row.Reason) : default);
        Assert.Contains("Scheduled maintenance of Email: planned work from", (string?)Assert.Single(app.Acme.Jira.Mails).Mail["textBody"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sms", false)]
    [InlineData("sms", true)]
    [InlineData("slack", false)]
    [InlineData("slack", true)]
    public async Task A_word_whose_answer_was_lost_is_told_once_also_where_a_newer_one_came_meanwhile(string kind, bool isMoved)
    {
        await SaveAsync(("employees", kind, "en"));
        app.Channels.LoseAnswers();
        var work = await ScheduleAsync("Email");
        await app.DrainAsync();
        app.Channels.AnswerAgain();
        if (isMoved)
            await MoveAsync(work, new MaintenanceWish { ScheduledFor = app.Clock.GetUtcNow().AddHours(2), Author = "ada" });
        for (var i = 0; i < 3; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.DrainAsync();
        }

        Assert.Equal(isMoved ? 2 : 1, kind == "sms" ? app.Channels.Texts.Count : app.Channels.SlackMessages.Count);
        Assert.Equal(DeliveryState.Delivered, (await LedgerAsync(work))[^1].State);
    }

    private async Task ReadBrieflyAsync()
    {
        app.Mail.Forget();
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [new ChannelSettings { Id = "mail", Kind = "email", Options = new Dictionary<string, string> { ["to"] = "ada@example.com" } }],
            Audiences = [new AudienceSettings { Name = "customers", Channels = ["mail"] }],
        });
        await InScopeAsync(async services =>
        {
            var reader = new AudienceReader(app.Acme.Id, "customers", "email", "ada@example.com");
            return await services.GetRequiredService<ReaderDesk>().ChooseAsync(reader.Token(AudienceReader.Choices, services.GetRequiredService<SecretBox>()), 4, true, Token);
        });
    }

    private Task SaveAsync(params (string Audience, string Kind, string Language)[] told) => app.SaveAsync(InstallationSettings.Default with
    {
        Channels = [.. told.Select(one => app.Entry(one.Kind))],
        Audiences = [.. told.Select(one => new AudienceSettings { Name = one.Audience, Channels = [$"my-{one.Kind}"], Language = one.Language })],
    });

    private Task<MaintenanceId> ScheduleAsync(string component, bool ticket = true) => ScheduleAsync([component], ticket ? NewTicket() : null);

    private Task<MaintenanceId> ScheduleAsync(string component, string ticket) => ScheduleAsync([component], ticket);

    private static string NewTicket() => $"77{Interlocked.Increment(ref _number)}";

    private async Task<MaintenanceId> ScheduleAsync(IReadOnlyList<string> components, string? ticket)
    {
        var now = app.Clock.GetUtcNow();
        var wish = new MaintenanceWish { ScheduledFor = now.AddHours(3), ScheduledUntil = now.AddHours(4), Components = components, Ticket = ticket is null ? null : new PlanningTicket(ticket, "OPS-1", now), Author = ticket is null ? "ada" : null };
        return Assert.IsType<MaintenanceSaid.Said>(await InScopeAsync(services => services.GetRequiredService<SayMaintenance>().ScheduleAsync(app.Acme.Id, wish, Token))).Maintenance.Id;
    }

    private Task MoveAsync(MaintenanceId id, MaintenanceWish wish) => InScopeAsync(async services =>
    {
        var held = await services.GetRequiredService<JsmConnectorContext>().FindAsync<Maintenance>([app.Acme.Id, id], Token);
        return Assert.IsType<MaintenanceSaid.Said>(await services.GetRequiredService<SayMaintenance>().MoveAsync(held!, wish, Token));
    });

    private async Task<IReadOnlyList<Delivery>> LedgerAsync(MaintenanceId work) =>
        [.. (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.IncidentId == work.Value && row.Lane.StartsWith("notify:", StringComparison.Ordinal)).OrderBy(row => row.Sequence)];

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> act)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        return await act(scope.ServiceProvider);
    }
}
