using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.IntegrationTests.Database;
using Npgsql;

namespace JsmConnector.IntegrationTests.Crashes;

/// <summary>
/// An hour of an incident, with real deaths of the process in the middle of calls and over a promised time: every promise is kept or its breach is
/// on record, nobody is told twice, and the ledger says what the receivers say.
/// </summary>
public sealed class PlayedHourTests(PostgresServer server)
{
    private sealed record Row(string Id, string Channel, string Destination, string State);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_hour_with_five_audiences_and_three_deaths_keeps_every_promise_and_tells_nobody_twice()
    {
        var database = await server.CreateDatabaseAsync();
        await using var hour = await PlayedHour.BeginAsync(database);
        var start = hour.Clock.GetUtcNow();
        var died = new HashSet<string>();
        hour.Channels.BeforeAnswer = request => DieOnceAsync(request.Path, request.Path is "/hook" && hour.Channels.Requests.Count(other => other.Path == "/hook") == 3);
        hour.Mail.BeforeAnswer = () => DieOnceAsync("mail", hour.Mail.Taken.Count == 6);

        await hour.TicketAsync("new", "seen");
        await UntilMinuteAsync(4);
        var written = await SayAsync(hour, "", "Some customers wait up to ten minutes for their mail.", null);
        // Nobody writes now: the promised time comes.
        await UntilMinuteAsync(27);
        await hour.TicketAsync("indeterminate", "found");
        await UntilMinuteAsync(34);
        await SayAsync(hour, $"/{written}/corrections", "Some customers wait up to forty minutes for their mail.", null);
        await UntilMinuteAsync(39);
        await SayAsync(hour, "", "We are moving mailboxes to another disk.", TimeSpan.FromMinutes(7));
        await hour.KillAsync(TimeSpan.FromMinutes(12));
        died.Add("over a promised time");
        await UntilMinuteAsync(56);
        await SayAsync(hour, "", "Mail arrives again. We keep watching.", null, "monitoring");
        await UntilMinuteAsync(60);
        await hour.TicketAsync("done", "over");
        await UntilQuietAsync(database, hour.Clock);

        var incident = await hour.WithAppAsync((site, app) => site.CallAsync(app, HttpMethod.Get, "/api/v1/incidents/OPS-7"));
        Assert.Equal(["/hook", "mail", "over a promised time"], died.Order());
        Assert.Equal("resolved", (string?)incident!["stage"]);
        EveryPromiseIsKeptOrOnRecord(incident);
        TheLedgerIsTrue(hour, await LedgerAsync(database));

        Task UntilMinuteAsync(int minute)
        {
            var wait = start.AddMinutes(minute) - hour.Clock.GetUtcNow();
            return wait > TimeSpan.Zero ? Task.Delay(wait, hour.Clock, Token) : Task.CompletedTask;
        }

        async Task DieOnceAsync(string where, bool isNow)
        {
            if (isNow && died.Add(where))
                await hour.KillAsync(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>An answer that a death swallowed leaves a person in doubt: he reads what stands there before he sends his words again.</summary>
    private static Task<string> SayAsync(PlayedHour hour, string path, string words, TimeSpan? next, string? stage = null) => hour.WithAppAsync(async (site, app) =>
    {
        const string Incident = "/api/v1/incidents/OPS-7";
        try
        {
            var standing = (await site.CallAsync(app, HttpMethod.Get, Incident))!["updates"]!.AsArray().FirstOrDefault(update => (string?)update!["words"]!["customers"] == words);
            var said = standing ?? await site.CallAsync(app, HttpMethod.Post, $"{Incident}/updates{path}", new { stage, words = new { customers = words }, nextUpdateAt = hour.Clock.GetUtcNow() + next });
            return (string)said!["id"]!;
        }
        catch (HttpRequestException later) when (later.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // The ticket is on its way through the inbox, or the app speaks at this moment.
            throw new HttpRequestException(later.Message, later);
        }
    });

    private static void EveryPromiseIsKeptOrOnRecord(JsonNode incident)
    {
        var updates = incident["updates"]!.AsArray().OrderBy(update => (DateTimeOffset)update!["publishedAt"]!).ToList();
        var breaches = incident["timeline"]!.AsArray().Where(entry => (string?)entry!["kind"] == "promise").Select(entry => (string)entry!["text"]!).ToList();
        Assert.True(updates.Count >= 8, $"{updates.Count} updates");
        foreach (var (promise, kept) in updates.Zip(updates.Skip(1)))
        {
            var (due, came) = ((DateTimeOffset)promise!["nextUpdateAt"]!, (DateTimeOffset)kept!["publishedAt"]!);
            Assert.True(came < due.AddMinutes(1) || breaches.Exists(text => text.Contains($"{due.UtcDateTime:HH:mm}", StringComparison.Ordinal)),
                $"Promised for {due:O}, came {came:O}; on record: {string.Join(" | ", breaches)}");
        }
        // The app was away over one of them.
        Assert.NotEmpty(breaches);
        Assert.Null(updates[^1]!["nextUpdateAt"]?.GetValue<string>());
    }

    private static void TheLedgerIsTrue(PlayedHour hour, List<Row> ledger)
    {
        Assert.DoesNotContain(ledger, row => row.State is "Queued" or "Sending" or "Failed");
        foreach (var destination in ledger.GroupBy(row => (row.Channel, row.Destination)))
        {
            var heard = Heard(hour, destination.Key.Channel, destination.Key.Destination);
            var (delivered, unknown) = (destination.Count(row => row.State == "Delivered"), destination.Count(row => row.State == "Unknown"));
            // Two updates of one stage with one promise read the same in a text message; that each went out once is what the count below says.
            Assert.True(destination.Key.Channel == "sms" || heard.Count == heard.Distinct().Count(), $"{destination.Key} was told twice: {string.Join(" | ", heard.Order())}");
            Assert.True(delivered > 0 && heard.Count >= delivered && heard.Count <= delivered + unknown, $"{destination.Key}: heard {heard.Count}, delivered {delivered}, unknown {unknown}");
        }
        // What had an id on its way is known by it.
        var known = ledger.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        Assert.All(At(hour, "/events"), request => Assert.Contains(request.Headers["webhook-id"]["msg_".Length..], known));
        Assert.All(hour.Mail.Taken, mail => Assert.Contains(mail.Message.MessageId!.Split('@')[0], known));
        // In doubt is only what was under way at a death and cannot be asked for.
        var doubtful = ledger.Where(row => row.State == "Unknown").Select(row => row.Channel).ToHashSet(StringComparer.Ordinal);
        Assert.True(doubtful.IsSupersetOf(["email", "slack-webhook"]) && doubtful.IsSubsetOf(["email", "slack-webhook", "teams"]), string.Join(", ", doubtful));
        Assert.Equal(10, ledger.Select(row => row.Channel).Distinct().Count());
    }

    /// <summary>What readers saw: a repeat that a receiver knows by its key is no second one.</summary>
    private static List<string> Heard(PlayedHour hour, string channel, string destination) => channel switch
    {
        "slack" => [.. hour.Channels.SlackMessages.Select(message => message["metadata"]!["event_payload"]!["id"]!.ToString())],
        "webhook" => [.. At(hour, "/events").DistinctBy(request => request.Headers["webhook-id"]).Select(request => request.Body)],
        "mastodon" => [.. At(hour, "/mastodon/api/v1/statuses").DistinctBy(request => request.Headers["idempotency-key"]).Select(request => request.Body)],
        "bluesky" => [.. At(hour, "/bluesky/xrpc/com.atproto.repo.putRecord").DistinctBy(request => request.Json["rkey"]!.ToString()).Select(request => request.Json["record"]!["text"]!.ToString())],
        "x" => [.. At(hour, "/x/2/tweets").Select(request => request.Json["text"]!.ToString()).Distinct()],
        "sms" => [.. hour.Channels.Texts.Where(text => destination.EndsWith(text["to"]!.ToString(), StringComparison.Ordinal)).Select(text => text["body"]!.ToString())],
        "email" => [.. hour.Mail.Taken.Where(mail => destination.EndsWith(mail.To, StringComparison.Ordinal)).Select(mail => mail.Message.MessageId!)],
        "slack-webhook" => [.. At(hour, "/hook").Select(request => request.Body)],
        // The browser shows an id once.
        "push" => [.. At(hour, "/push/one").Select(request => request.Json["id"]!.ToString()).Distinct()],
        "teams" => [.. At(hour, "/teams").Select(request => request.Body)],
        _ => throw new InvalidOperationException($"Nobody listens on {channel}."),
    };

    private static IEnumerable<Vendors.ChannelRequest> At(PlayedHour hour, string path) => hour.Channels.Requests.Where(request => request.Path == path);

    private static async Task UntilQuietAsync(string database, TimeProvider clock)
    {
        var until = DateTimeOffset.UtcNow.AddSeconds(90);
        while (await RowsAsync(database, "select 'x' from webhooks where state in ('Stored','Working') union all select 'x' from deliveries where state in ('Queued','Sending') and lane like 'notify:%'", _ => 1) is { Count: > 0 })
        {
            if (DateTimeOffset.UtcNow > until)
                throw new TimeoutException("The app did not come to rest.");
            await Task.Delay(TimeSpan.FromSeconds(10), clock, Token);
        }
    }

    private static Task<List<Row>> LedgerAsync(string database) => RowsAsync(
        database, "select replace(id::text, '-', ''), channel, destination, state from deliveries where lane like 'notify:%'", row => new Row(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)));

    private static async Task<List<T>> RowsAsync<T>(string database, string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(Token);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var rows = new List<T>();
        while (await reader.ReadAsync(Token))
            rows.Add(read(reader));
        return rows;
    }
}
