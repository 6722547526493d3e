using System.Globalization;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Notifications;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Notifications;

/// <summary>What every channel promises. Runs over the registry: a kind that is registered cannot be missed.</summary>
public sealed class ChannelContractTests(ChannelsApp app) : IClassFixture<ChannelsApp>
{
    /// <summary>A word that is tried again was said when it was said.</summary>
    private DateTimeOffset SaidAt { get; } = app.Clock.GetUtcNow();

    [Fact]
    public async Task A_notice_is_delivered_and_its_text_is_escaped() => await EachAsync(async kind =>
    {
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(kind));
        var body = Uri.UnescapeDataString(Assert.Single(app.Channels.Requests).Body);
        Assert.DoesNotContain("<!channel>", body, StringComparison.Ordinal);
        Assert.Contains("14:30", body, StringComparison.Ordinal);
    });

    [Fact]
    public async Task A_limit_is_waited_for() => await EachAsync(async kind =>
    {
        app.Channels.Fault = Answer(429, "42");
        var later = Assert.IsType<DeliveryOutcome.Later>(await SendAsync(kind));
        Assert.InRange(later.At!.Value - app.Clock.GetUtcNow(), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(42));
        app.Channels.Fault = Answer(429, null);
        Assert.Null(Assert.IsType<DeliveryOutcome.Later>(await SendAsync(kind)).At);
    });

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Trouble_over_there_tells_nobody_twice(int status) => await EachAsync(async kind =>
    {
        app.Channels.Fault = Answer(status, null);
        var outcome = await SendAsync(kind);
        Assert.Equal(MayRepeat(kind), outcome is DeliveryOutcome.Later);
        Assert.Equal(!MayRepeat(kind), outcome is DeliveryOutcome.Unknown);
    });

    [Fact]
    public async Task A_call_that_breaks_off_tells_nobody_twice() => await EachAsync(async kind =>
    {
        app.Channels.LoseAnswers();
        var outcome = await SendAsync(kind);
        app.Channels.AnswerAgain();
        if (!MayRepeat(kind))
        {
            Assert.IsType<DeliveryOutcome.Unknown>(outcome);
            return;
        }
        Assert.IsType<DeliveryOutcome.Later>(outcome);
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(kind, number: 2));
        // Either the channel found its own words, or the receiver knows the repeat by its id.
        Assert.Equal((kind, 1), (kind, app.Channels.Told(kind)));
    });

    [Theory]
    [InlineData(2, 54, 1)]
    [InlineData(2, 56, 0)]
    [InlineData(1, 56, 1)]
    public async Task What_the_instance_has_forgotten_is_not_posted_again(int number, int minutesOld, int posts)
    {
        app.Channels.Forget();
        await using var scope = app.App.Services.CreateAsyncScope();
        var mastodon = scope.ServiceProvider.GetServices<INotificationChannel>().Single(channel => channel.Kind == "mastodon");

        var outcome = await mastodon.SendAsync(new NoticeTask(Notice("Mail is slow.") with { SaidAt = SaidAt.AddMinutes(-minutesOld) }, app.Entry("mastodon"), "", number), TestContext.Current.CancellationToken);

        Assert.Equal(posts, app.Channels.Told("mastodon"));
        Assert.Equal(posts == 0, outcome is DeliveryOutcome.Unknown);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(401)]
    public async Task Gone_and_forbidden_need_a_person(int status) => await EachAsync(async kind =>
    {
        app.Channels.Fault = Answer(status, null);
        Assert.IsType<DeliveryOutcome.Never>(await SendAsync(kind));
    });

    [Fact]
    public async Task No_outcome_tells_a_secret() => await EachAsync(async kind =>
    {
        foreach (var status in new[] { 400, 401, 404, 429, 500 })
        {
            app.Channels.Fault = Answer(status, null);
            var told = (await SendAsync(kind)).ToString();
            Assert.All(app.Entry(kind).Secrets!.Values, secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
        }
    });

    [Fact]
    public async Task A_long_text_is_cut_to_measure() => await EachAsync(async kind =>
    {
        Assert.IsType<DeliveryOutcome.Delivered>(await SendAsync(kind, text: new string('ü', 24_000)));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(Assert.Single(app.Channels.Requests).Body), 100, 200_000);
    });

    [Fact]
    public async Task Being_stopped_is_no_outcome() => await EachAsync(async kind =>
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(kind, cancellationToken: stopped.Token));
    });

    private async Task EachAsync(Func<string, Task> check)
    {
        // E-mail speaks another protocol, and Jira is asked by its own client: EmailTests and JiraRequestsTests hold them to the same promises.
        foreach (var kind in app.Kinds().Where(kind => kind is not ("email" or "jira" or "jira-mail")))
        {
            app.Channels.Forget();
            await check(kind);
        }
    }

    private bool MayRepeat(string kind)
    {
        using var scope = app.App.Services.CreateScope();
        return scope.ServiceProvider.GetServices<INotificationChannel>().Single(channel => channel.Kind == kind).MayRepeat;
    }

    private async Task<DeliveryOutcome> SendAsync(string kind, int number = 1, string text = "Mail <!channel> & chat are slow.", CancellationToken cancellationToken = default)
    {
        await using var scope = app.App.Services.GetRequiredService<IServiceScopeFactory>().Enter(app.Acme.Id);
        var channel = scope.ServiceProvider.GetServices<INotificationChannel>().Single(channel => channel.Kind == kind);
        return await channel.SendAsync(new NoticeTask(Notice(text), app.Entry(kind), kind == "sms" ? "+491701234567" : "", number) { Installation = app.Acme.Id }, cancellationToken);
    }

    private Notice Notice(string text) => new()
    {
        Id = "0193a2b4c5d6",
        Incident = "abc123",
        Audience = "core",
        Language = Language.Of("en"),
        Title = "Problem with Email",
        Stage = Stage.Identified,
        Severity = Severity.Major,
        Text = text,
        SaidAt = SaidAt,
        NextUpdateAt = new DateTimeOffset(SaidAt.UtcDateTime.Date, TimeSpan.Zero).AddHours(38.5),
        Number = 2,
        IssueKey = "OPS-7",
        Link = "https://status.example.com/incidents/abc123",
        IsNewStage = true,
    };

    private static Func<Vendors.ChannelRequest, HttpResponse, Task> Answer(int status, string? retryAfter) => (_, response) =>
    {
        response.StatusCode = status;
        if (retryAfter is not null)
            response.Headers.RetryAfter = retryAfter;
        return response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"status_{status}"));
    };
}
