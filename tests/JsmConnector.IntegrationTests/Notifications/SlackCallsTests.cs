using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications.Channels.Slack;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>People in the team's channel ask and act from Slack; nobody else is heard.</summary>
public sealed class SlackCallsTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    private const string Secret = "0123456789abcdef0123456789abcdef", Channel = "C0123456789";
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_command_tells_what_is_open_and_takes_the_lead()
    {
        var ticket = await BeginAsync();

        Assert.Contains($"*OPS-{ticket}* Problem with our services: Investigating, severity 2.", await SayAsync(Command("")), StringComparison.Ordinal);
        Assert.Contains("Nobody leads the communication", await SayAsync(Command($"ops-{ticket}")), StringComparison.Ordinal);
        Assert.Contains("There is no incident OPS-0.", await SayAsync(Command("OPS-0")), StringComparison.Ordinal);
        Assert.Equal($"<@U123> leads the communication of OPS-{ticket}.", await SayAsync(Command($"OPS-{ticket} lead")));

        var incident = await app.IncidentAsync(ticket);
        Assert.Equal(("slack:U123", "ada"), (incident.CommunicationLead, incident.CommunicationLeadName));
        Assert.Equal("account/slack:U123", Assert.Single(await app.TimelineAsync(ticket, "lead")).Evidence);
        Assert.Contains("ada leads the communication.", await SayAsync(Command($"OPS-{ticket}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_button_under_a_message_takes_the_lead_and_its_thread_says_so()
    {
        var ticket = await BeginAsync();
        await app.DrainAsync();
        var message = Assert.Single(app.Channels.SlackMessages, said => said.ToJsonString().Contains($"\"OPS-{ticket}\"", StringComparison.Ordinal));
        var button = message["blocks"]!.AsArray().Single(block => (string?)block!["type"] == "actions")!["elements"]![0]!;
        Assert.Equal(("Take the lead", $"OPS-{ticket}"), ((string?)button["text"]!["text"], (string?)button["value"]));

        var pressed = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = "U123", ["name"] = "ada" },
            ["channel"] = new JsonObject { ["id"] = Channel },
            ["message"] = new JsonObject { ["ts"] = message["ts"]!.ToString() },
            ["actions"] = new JsonArray(new JsonObject { ["action_id"] = (string?)button["action_id"], ["value"] = (string?)button["value"] }),
        };
        var answer = await PostAsync($"payload={Uri.EscapeDataString(pressed.ToJsonString())}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("ada", (await app.IncidentAsync(ticket)).CommunicationLeadName);
        Assert.Equal((message["ts"]!.ToString(), $"<@U123> leads the communication of OPS-{ticket}."), (app.Channels.SlackMessages[^1]["thread_ts"]!.ToString(), app.Channels.SlackMessages[^1]["text"]!.ToString()));
    }

    [Fact]
    public async Task A_draft_is_published_by_the_communication_lead_and_by_nobody_else()
    {
        var ticket = await BeginAsync();
        var draft = await AnswerAsync(Command($"OPS-{ticket} draft"));
        var own = await AnswerAsync(Command($"OPS-{ticket} say Mail is slow for some customers."));
        Assert.Equal("in_channel", (string?)draft["response_type"]);
        Assert.Contains("Nothing new to report on our services yet", draft["blocks"]![0]!["text"]!["text"]!.ToString(), StringComparison.Ordinal);

        await PressAsync(own, "U123");
        Assert.Single(await app.UpdatesAsync(ticket));
        Assert.Contains("does not lead the communication", app.Channels.SlackMessages[^1]["text"]!.ToString(), StringComparison.Ordinal);

        await SayAsync(Command($"OPS-{ticket} lead"));
        await app.SaveAsync(Settings(Entry(publishers: "U999")));
        await PressAsync(own, "U123");
        Assert.Single(await app.UpdatesAsync(ticket));
        Assert.Contains("the settings do not name <@U123>", app.Channels.SlackMessages[^1]["text"]!.ToString(), StringComparison.Ordinal);

        await app.SaveAsync(Settings(Entry()));
        await PressAsync(own, "U123");
        var said = (await app.UpdatesAsync(ticket))[^1];
        Assert.Equal(("Mail is slow for some customers.", "slack:U123", 2), (said.CustomerWords, said.Author, said.Number));
        Assert.Equal($"<@U123> published update 2 of OPS-{ticket}.", app.Channels.SlackMessages[^1]["text"]!.ToString());

        // What was drafted before somebody spoke is old, and a second press says nothing twice.
        await PressAsync(draft, "U123");
        await PressAsync(own, "U123");
        Assert.Equal(2, (await app.UpdatesAsync(ticket)).Count);
        Assert.Contains("somebody spoke since", app.Channels.SlackMessages[^1]["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_that_reads_German_is_answered_in_German()
    {
        var ticket = await BeginAsync();
        await app.SaveAsync(Speaking("de"));

        Assert.Contains($"*OPS-{ticket}* Problem mit unseren Diensten: Wird untersucht, Schweregrad 2. Nächste Nachricht bis ", await SayAsync(Command("")), StringComparison.Ordinal);
        Assert.Contains($"Niemand leitet die Kommunikation: „OPS-{ticket} lead“ anhängen", await SayAsync(Command($"OPS-{ticket}")), StringComparison.Ordinal);
        Assert.Contains("Gesagt um ", await SayAsync(Command($"OPS-{ticket}")), StringComparison.Ordinal);
        Assert.StartsWith("Es gibt keine Störung OPS-0.", await SayAsync(Command("OPS-0")), StringComparison.Ordinal);
        Assert.StartsWith("Bitte im Kanal des Teams fragen", await SayAsync(Command("", "C9999999999")), StringComparison.Ordinal);
        Assert.Equal($"<@U123> leitet die Kommunikation zu OPS-{ticket}.", await SayAsync(Command($"OPS-{ticket} lead")));
        Assert.Contains("ada leitet die Kommunikation.", await SayAsync(Command($"OPS-{ticket}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_shown_in_the_teams_language_and_drafted_in_the_one_that_customers_will_read()
    {
        var ticket = await BeginAsync();
        await app.SaveAsync(Speaking("de"));
        var english = await AnswerAsync(Command($"OPS-{ticket} draft"));
        await app.SaveAsync(Speaking("en", page: "de"));
        var german = await AnswerAsync(Command($"OPS-{ticket} draft"));

        Assert.Equal($"Ein Entwurf zu OPS-{ticket}", (string?)english["text"]);
        Assert.StartsWith($"Entwurf von <@U123> zu OPS-{ticket}:\n>Nothing new to report on our services yet", Words(english), StringComparison.Ordinal);
        Assert.Equal(("Veröffentlichen", "Veröffentlichen?", "Kunden und alle anderen Zielgruppen werden benachrichtigt.", "Noch nicht"), Button(english));
        Assert.Equal("Veröffentlichen kann ihn, wer die Kommunikation leitet.", (string?)english["blocks"]![2]!["elements"]![0]!["text"]);
        Assert.StartsWith($"<@U123> drafts for OPS-{ticket}:\n>Zu unseren Diensten gibt es", Words(german), StringComparison.Ordinal);
        Assert.Equal(("Publish", "Publish it?", "Customers and every other audience are told.", "Not yet"), Button(german));

        await SayAsync(Command($"OPS-{ticket} lead"));
        await PressAsync(german, "U123");
        Assert.StartsWith("Zu unseren Diensten gibt es", (await app.UpdatesAsync(ticket))[^1].CustomerWords, StringComparison.Ordinal);

        static string Words(JsonNode draft) => draft["blocks"]![0]!["text"]!["text"]!.ToString();

        static (string?, string?, string?, string?) Button(JsonNode draft)
        {
            var button = draft["blocks"]![1]!["elements"]![0]!;
            return ((string?)button["text"]!["text"], (string?)button["confirm"]!["title"]!["text"], (string?)button["confirm"]!["text"]!["text"], (string?)button["confirm"]!["deny"]!["text"]);
        }
    }

    [Fact]
    public async Task What_publishing_answers_is_in_the_teams_language()
    {
        var ticket = await BeginAsync();
        await app.SaveAsync(Speaking("de"));
        var own = await AnswerAsync(Command($"OPS-{ticket} say E-Mail ist langsam."));
        var leaking = await AnswerAsync(Command($"OPS-{ticket} say Die Platte von db01.acme.internal ist voll."));

        await PressAsync(own, "U999");
        Assert.Equal($"Nichts wurde veröffentlicht: <@U999> leitet die Kommunikation zu OPS-{ticket} nicht. Erst die Leitung übernehmen, dann noch einmal drücken.", Answered());
        await PressAsync(own, "U777");
        Assert.StartsWith("Nichts wurde veröffentlicht: Die Einstellungen nennen <@U777> nicht", Answered(), StringComparison.Ordinal);
        await SayAsync(Command($"OPS-{ticket} lead"));
        await PressAsync(leaking, "U123");
        Assert.Equal("Nichts wurde veröffentlicht. Das ist der Name einer internen Maschine. Das sieht nach dem Namen einer Maschine aus. Bitte den Text ändern oder am Ticket entscheiden.", Answered());
        await PressAsync(own, "U123");
        Assert.Equal($"<@U123> hat Nachricht 2 zu OPS-{ticket} veröffentlicht.", Answered());
        await PressAsync(leaking, "U123");
        Assert.Equal("Nichts wurde veröffentlicht: Seit diesem Entwurf kam schon eine andere Nachricht. Bitte einen neuen Entwurf anfordern.", Answered());

        string Answered() => app.Channels.SlackMessages[^1]["text"]!.ToString();
    }

    [Fact]
    public async Task Who_marks_a_message_is_answered_in_the_language_of_the_channel()
    {
        var ticket = await BeginAsync();
        await app.SaveAsync(Speaking("de"));
        Say("1700001200.000100", $"OPS-{ticket}: the disk is full");

        await MarkAsync("1700001200.000100");

        Assert.Equal($"Die Nachricht steht im Verlauf von OPS-{ticket}, nur für das Team.", (string?)Assert.Single(app.Channels.Requests, request => request.Path == "/slack/chat.postEphemeral").Json["text"]);
    }

    [Fact]
    public async Task That_there_is_nothing_new_is_a_persons_word_when_a_person_publishes_it()
    {
        var ticket = await BeginAsync();
        await SayAsync(Command($"OPS-{ticket} lead"));

        await PressAsync(await AnswerAsync(Command($"OPS-{ticket} draft")), "U123");

        var said = (await app.UpdatesAsync(ticket))[^1];
        Assert.Equal(("slack:U123", (string?)null), (said.Author, said.About));
        Assert.Equal(0, (await app.RowsAsync<JsmConnector.Incidents.Promises.HeldPromise>(app.Acme)).Single(promise => promise.IncidentId == said.IncidentId).HoldingPosts);
    }

    [Fact]
    public async Task A_draft_from_before_the_ticket_told_of_something_graver_is_not_published()
    {
        var ticket = await BeginAsync();
        await SayAsync(Command($"OPS-{ticket} lead"));
        var draft = await AnswerAsync(Command($"OPS-{ticket} say Mail is slow."));
        await app.InAsync(app.Acme, database => database.Set<JsmConnector.Incidents.Incident>().Where(incident => incident.IssueId == ticket).ExecuteUpdateAsync(set => set.SetProperty(incident => incident.Class, "security"), Token));

        await PressAsync(draft, "U123");

        Assert.Single(await app.UpdatesAsync(ticket));
        Assert.Contains("another kind of incident", app.Channels.SlackMessages[^1]["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_with_what_must_not_leave_stays_in_slack()
    {
        var ticket = await BeginAsync();
        await SayAsync(Command($"OPS-{ticket} lead"));

        await PressAsync(await AnswerAsync(Command($"OPS-{ticket} say The disk of db01.acme.internal is full.")), "U123");

        Assert.Single(await app.UpdatesAsync(ticket));
        Assert.StartsWith("Nothing was published.", app.Channels.SlackMessages[^1]["text"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_not_slack_or_not_in_the_teams_channel_changes_nothing()
    {
        var ticket = await BeginAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Command($"OPS-{ticket} lead"), secret: new string('f', 32))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Command($"OPS-{ticket} lead"), minutesAgo: 6)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(Command($"OPS-{ticket} lead"), site: app.Rival)).StatusCode);
        Assert.Contains("Ask in the channel of the team", await SayAsync(Command($"OPS-{ticket} lead", "C9999999999")), StringComparison.Ordinal);
        Assert.Null((await app.IncidentAsync(ticket)).CommunicationLead);

        await app.SaveAsync(InstallationSettings.Default with { Channels = [Entry()], Audiences = [new AudienceSettings { Name = "customers", Channels = ["my-slack"] }] });
        Assert.Contains("Ask in the channel of the team", await SayAsync(Command($"OPS-{ticket}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_somebody_marks_is_on_the_timeline_once_for_the_team_alone()
    {
        var ticket = await BeginAsync();
        await app.DrainAsync();
        var parent = Assert.Single(app.Channels.SlackMessages, said => said.ToJsonString().Contains($"\"OPS-{ticket}\"", StringComparison.Ordinal))["ts"]!.ToString();
        Say("1700000500.000100", "We rolled back <https://acme.example/build/7|build 7> &amp; <@U9|bob> watches", parent);

        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000500.000100"));
        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000500.000100", retry: 1));
        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000500.000100", emoji: "eyes"));

        var kept = Assert.Single(await app.TimelineAsync(ticket, "chat"));
        Assert.Equal(("We rolled back build 7 (https://acme.example/build/7) & @bob watches", Visibility.Internal, false), (kept.Text, kept.Visibility, kept.Removed));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_500).AddTicks(1_000), kept.At);
        Assert.Single(app.Channels.Requests, request => request.Path == "/slack/chat.postEphemeral" && request.Body.Contains($"timeline of OPS-{ticket}", StringComparison.Ordinal));

        // Somebody else marks it still.
        app.Channels.SlackMessages[^1]["reactions"] = new JsonArray(new JsonObject { ["name"] = "pushpin", ["count"] = 1 });
        await MarkAsync("1700000500.000100", type: "reaction_removed");
        Assert.False(Assert.Single(await app.TimelineAsync(ticket, "chat")).Removed);
        app.Channels.SlackMessages[^1]["reactions"] = new JsonArray();
        await MarkAsync("1700000500.000100", type: "reaction_removed", later: 1);
        Assert.Equal((true, ""), Assert.Single(await app.TimelineAsync(ticket, "chat")) is var gone ? (gone.Removed, gone.Text) : default);
    }

    [Fact]
    public async Task A_marked_message_outside_of_threads_is_kept_where_it_names_its_incident_and_slack_tells_again_what_could_not_be_read()
    {
        var (ticket, _) = (await BeginAsync(), await app.OpenAsync());
        Say("1700000600.000100", $"ops-{ticket}: the disk is full");
        Say("1700000601.000100", "The disk is full");

        app.Channels.Fault = (_, response) =>
        {
            response.StatusCode = 500;
            return Task.CompletedTask;
        };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await MarkAsync("1700000600.000100"));
        app.Channels.Fault = null;
        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000600.000100", retry: 1));
        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000601.000100"));

        Assert.Equal("1700000600.000100", Assert.Single(await app.TimelineAsync(ticket, "chat")).Evidence.Split('/')[^1]);
        Assert.Contains("not clear which incident", app.Channels.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_nobody_marks_any_more_goes_from_where_it_stands_whatever_was_written_into_it_since()
    {
        var (ticket, _) = (await BeginAsync(), await app.OpenAsync());
        Say("1700000900.000100", $"OPS-{ticket}: the disk is full");
        await MarkAsync("1700000900.000100");
        Assert.False(Assert.Single(await app.TimelineAsync(ticket, "chat")).Removed);

        (app.Channels.SlackMessages[^1]["text"], app.Channels.SlackMessages[^1]["reactions"]) = ("The disk is full", new JsonArray());
        await MarkAsync("1700000900.000100", type: "reaction_removed", later: 1);

        Assert.True(Assert.Single(await app.TimelineAsync(ticket, "chat")).Removed);
    }

    [Fact]
    public async Task A_mark_that_was_taken_back_before_slack_told_of_it_keeps_nothing()
    {
        var ticket = await BeginAsync();
        Say("1700001000.000100", $"OPS-{ticket}: the disk is full");

        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700001000.000100", isThere: false));

        Assert.Empty(await app.TimelineAsync(ticket, "chat"));
    }

    [Theory]
    [InlineData("employees", 1)]
    [InlineData("customers", 0)]
    public async Task Of_several_entries_of_one_channel_that_with_the_emoji_counts_unless_one_of_them_tells_readers_from_outside(string audience, int kept)
    {
        var ticket = await BeginAsync();
        var plain = Entry() with { Id = "plain-slack", Options = app.Entry("slack").Options };
        await app.SaveAsync(InstallationSettings.Default with
        {
            Channels = [plain, Entry()],
            Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name == "core" ? known with { Channels = ["my-slack"] } : known.Name == audience ? known with { Channels = ["plain-slack"] } : known)],
        });
        Say("1700001100.000100", $"OPS-{ticket}: the disk is full");

        await MarkAsync("1700001100.000100");

        Assert.Equal(kept, (await app.TimelineAsync(ticket, "chat")).Count);
    }

    [Theory]
    [InlineData("missing_scope")]
    [InlineData("not_in_channel")]
    [InlineData("channel_not_found")]
    public async Task Who_marks_what_the_bot_may_not_read_is_told_what_to_mend(string refusal)
    {
        await BeginAsync();
        app.Channels.Refuse = request => request.Path.StartsWith("/slack/conversations.", StringComparison.Ordinal) ? (200, $$"""{"ok":false,"error":"{{refusal}}","needed":"groups:history"}""") : null;

        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000800.000100"));

        var told = Assert.Single(app.Channels.Requests, request => request.Path == "/slack/chat.postEphemeral").Json;
        Assert.Equal(("U123", Channel), ((string?)told["user"], (string?)told["channel"]));
        Assert.Contains($"does not let the bot read it ({refusal}). Invite the bot here, and give it the scope channels:history, in a private channel groups:history.", (string?)told["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_marked_where_readers_from_outside_are_or_by_nobody_of_slack_is_kept_nowhere()
    {
        var ticket = await BeginAsync();
        await app.SaveAsync(InstallationSettings.Default with { Channels = [Entry()], Audiences = [new AudienceSettings { Name = "customers", Channels = ["my-slack"] }] });
        Say("1700000700.000100", $"OPS-{ticket} is slow");

        Assert.Equal(HttpStatusCode.OK, await MarkAsync("1700000700.000100"));
        Assert.Equal(HttpStatusCode.Unauthorized, await MarkAsync("1700000700.000100", secret: new string('f', 32)));

        Assert.Empty(await app.TimelineAsync(ticket, "chat"));
        Assert.Empty(app.Channels.Requests);
    }

    [Fact]
    public async Task Slack_is_told_that_the_address_of_its_events_is_ours()
    {
        await BeginAsync();

        var answer = await PostAsync("""{"token":"x","challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}""");

        Assert.Equal("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P", await answer.Content.ReadAsStringAsync(Token));
    }

    private void Say(string at, string text, string? thread = null)
    {
        var said = new JsonObject { ["type"] = "message", ["user"] = "U777", ["channel"] = Channel, ["ts"] = at, ["text"] = text };
        if (thread is not null)
            said["thread_ts"] = thread;
        app.Channels.SayInSlack(said);
    }

    private async Task<HttpStatusCode> MarkAsync(string message, string emoji = "pushpin", string type = "reaction_added", int retry = 0, int later = 0, string secret = Secret, bool isThere = true)
    {
        if (isThere && type == "reaction_added" && app.Channels.SlackMessages.FirstOrDefault(said => said["ts"]!.ToString() == message) is { } known)
            (known["reactions"] ??= new JsonArray()).AsArray().Add(new JsonObject { ["name"] = emoji, ["count"] = 1 });
        var told = new JsonObject
        {
            ["type"] = "event_callback",
            ["event_id"] = "Ev1",
            ["event"] = new JsonObject
            {
                ["type"] = type,
                ["user"] = "U123",
                ["reaction"] = emoji,
                ["item"] = new JsonObject { ["type"] = "message", ["channel"] = Channel, ["ts"] = message },
                ["event_ts"] = $"{app.Clock.GetUtcNow().ToUnixTimeSeconds() + later}.000200",
            },
        };
        return (await PostAsync(told.ToJsonString(), secret, retry: retry)).StatusCode;
    }

    private async Task<string> BeginAsync()
    {
        await app.BeginAnewAsync();
        await app.SaveAsync(Settings(Entry()));
        return await app.OpenAsync();
    }

    private static InstallationSettings Settings(ChannelSettings entry) =>
        InstallationSettings.Default with { Channels = [entry], Audiences = [.. AudienceSettings.Defaults.Select(known => known.Name == "core" ? known with { Channels = ["my-slack"] } : known)] };

    /// <param name="page">Language of the public page.</param>
    private InstallationSettings Speaking(string team, string page = "en")
    {
        var settings = Settings(Entry());
        return settings with
        {
            Audiences = [.. settings.Audiences.Select(known => known.Name == "core" ? known with { Language = team } : known)],
            StatusPages = [StatusPageSettings.BuiltIn with { Page = new PageSettings { Language = page } }],
        };
    }

    private ChannelSettings Entry(string publishers = "U999, U123")
    {
        var entry = app.Entry("slack");
        return entry with { Options = new Dictionary<string, string>(entry.Options!) { ["publishers"] = publishers, ["emoji"] = "pushpin" }, Secrets = new Dictionary<string, string>(entry.Secrets!) { ["signingSecret"] = Secret } };
    }

    private static string Command(string text, string channel = Channel) => $"command=%2Fincident&channel_id={channel}&user_id=U123&user_name=ada&text={Uri.EscapeDataString(text)}";

    private async Task PressAsync(JsonNode draft, string user)
    {
        var button = draft["blocks"]!.AsArray().Single(block => (string?)block!["type"] == "actions")!["elements"]![0]!;
        var pressed = new JsonObject
        {
            ["type"] = "block_actions",
            ["user"] = new JsonObject { ["id"] = user, ["name"] = "ada" },
            ["channel"] = new JsonObject { ["id"] = Channel },
            ["message"] = new JsonObject { ["ts"] = "1700000000.999999" },
            ["actions"] = new JsonArray(new JsonObject { ["action_id"] = (string?)button["action_id"], ["value"] = (string?)button["value"] }),
        };
        Assert.Equal(HttpStatusCode.OK, (await PostAsync($"payload={Uri.EscapeDataString(pressed.ToJsonString())}")).StatusCode);
    }

    private async Task<JsonNode> AnswerAsync(string body) => JsonNode.Parse(await (await PostAsync(body)).Content.ReadAsStringAsync(Token))!;

    private async Task<string> SayAsync(string body)
    {
        var answer = await PostAsync(body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["text"]!.ToString();
    }

    private Task<HttpResponseMessage> PostAsync(string body, string secret = Secret, int minutesAgo = 0, WholeApp.Site? site = null, int retry = 0)
    {
        var time = app.Clock.GetUtcNow().AddMinutes(-minutesAgo).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var call = new HttpRequestMessage(HttpMethod.Post, $"/slack/{(site ?? app.Acme).Id.Value:D}") { Content = new StringContent(body, null, body.StartsWith('{') ? "application/json" : "application/x-www-form-urlencoded") };
        if (retry > 0)
            call.Headers.Add("X-Slack-Retry-Num", retry.ToString(CultureInfo.InvariantCulture));
        call.Headers.Add(SlackSignature.TimeHeader, time);
        call.Headers.Add(SlackSignature.SignatureHeader, SlackSignature.Sign(secret, time, body));
        return app.SendAsync(call);
    }
}
