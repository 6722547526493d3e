using System.Net;
using System.Text.Json.Nodes;
using JsmConnector.Installations.Settings;
using JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;
using JsmConnector.IntegrationTests.Vendors;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Http;
using JsmConnector.StatusPages.Providers.Builtin;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers;

/// <param name="Words">Oldest first.</param>
public sealed record RemoteView(string Stage, IReadOnlyList<string> Words, string Email);

/// <summary>What readers of one kind of page see, whatever the kind; a provider that is added needs one here.</summary>
public abstract class RemoteSide : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8G";

    public abstract StatusPageSettings Page { get; }

    /// <summary>Null: no incident is there. Two are a failure of the test.</summary>
    public abstract Task<RemoteView?> ViewAsync();

    /// <summary>The next call is answered so; with a status of 0 it is carried out and its answer lost. False when the page is not reached by calls.</summary>
    public abstract bool Fail(int status, int? retryAfter = null);

    public abstract ValueTask DisposeAsync();

    public static async Task<RemoteSide> StartAsync(string provider, StatuspageApp app) => provider switch
    {
        "builtin" => new BuiltinSide(app),
        "statuspage" => new StatuspageSide(app),
        "jsm" => await JsmSide.StartAsync(app),
        "webhook" => await WebhookSide.StartAsync(),
        _ => throw new InvalidOperationException($"Teach RemoteSide the provider {provider}."),
    };

    private sealed class BuiltinSide(StatuspageApp app) : RemoteSide
    {
        public override StatusPageSettings Page => new() { Id = "mine", Provider = "builtin" };

        public override Task<RemoteView?> ViewAsync() => app.InAsync(async services =>
        {
            var database = services.GetRequiredService<JsmConnectorContext>();
            if (await database.Set<PublishedIncident>().SingleOrDefaultAsync() is not { } incident)
                return null;
            var words = await database.Set<PublishedUpdate>().OrderBy(update => update.Number).Select(update => update.Words).ToListAsync();
            return new RemoteView(incident.Stage, words, (await database.Set<PublishedComponent>().SingleAsync(component => component.Name == "Email")).Status);
        });

        public override bool Fail(int status, int? retryAfter = null) => false;

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class StatuspageSide(StatuspageApp app) : RemoteSide
    {
        private readonly FakeStatuspagePage _page = app.Fake.AddPage("gytm4qzbx9t6", "remoteemail");

        public override StatusPageSettings Page => new() { Id = "theirs", Provider = "statuspage", PageId = _page.Id, ApiKey = app.Fake.ApiKey, Components = new Dictionary<string, string> { ["Email"] = "remoteemail" } };

        public override Task<RemoteView?> ViewAsync() => Task.FromResult(
            _page.Incidents.SingleOrDefault() is { } incident ? new RemoteView(incident.Status, [.. incident.Updates.Select(update => update.Body)], _page.Components["remoteemail"]) : null);

        public override bool Fail(int status, int? retryAfter = null)
        {
            app.Fake.Inject(status == 0 ? StatuspageFault.LostAnswer("POST") : new StatuspageFault { Status = status, RetryAfter = retryAfter?.ToString(System.Globalization.CultureInfo.InvariantCulture) });
            return true;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class JsmSide(FakeJsmPage there) : RemoteSide
    {
        public override StatusPageSettings Page => new()
        {
            Id = "jsm",
            Provider = "jsm",
            PageId = there.PageId,
            CloudId = FakeJsmPage.CloudId,
            ApiKey = FakeJsmPage.PersonalToken,
            Components = new Dictionary<string, string> { ["Email"] = FakeJsmPage.Component },
        };

        public static async Task<RemoteSide> StartAsync(StatuspageApp app)
        {
            var there = await FakeJsmPage.StartAsync();
            app.App.Configuration["Atlassian:ApiUrl"] = there.Url;
            return new JsmSide(there);
        }

        public override Task<RemoteView?> ViewAsync() => Task.FromResult(
            there.Incidents.SingleOrDefault() is { } incident ? new RemoteView(incident.Status.ToLowerInvariant(), [.. incident.Messages], there.Components[FakeJsmPage.Component].ToLowerInvariant()) : null);

        public override bool Fail(int status, int? retryAfter = null)
        {
            there.Fault = (status, retryAfter);
            return true;
        }

        public override ValueTask DisposeAsync() => there.DisposeAsync();
    }

    /// <summary>A receiver as the documentation describes it: it sets what it is told and knows updates by their ids.</summary>
    private sealed class WebhookSide(WebApplication receiver) : RemoteSide
    {
        private readonly Dictionary<string, (string Stage, Dictionary<string, string> Updates)> _incidents = [];
        private string _email = "";
        private (int Status, int? RetryAfter)? _fault;

        public override StatusPageSettings Page => new() { Id = "other", Provider = "webhook", Url = $"{receiver.Urls.Single()}/state", ApiKey = Secret };

        public static async Task<WebhookSide> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.Configuration["urls"] = "http://127.0.0.1:0";
            var side = new WebhookSide(builder.Build());
            side.Run();
            await side.StartReceiverAsync();
            return side;
        }

        public override Task<RemoteView?> ViewAsync() => Task.FromResult(
            _incidents.Count == 0 ? null : new RemoteView(_incidents.Values.Single().Stage, [.. _incidents.Values.Single().Updates.Values], _email));

        public override bool Fail(int status, int? retryAfter = null)
        {
            _fault = (status, retryAfter);
            return true;
        }

        public override ValueTask DisposeAsync() => receiver.DisposeAsync();

        private Task StartReceiverAsync() => receiver.StartAsync();

        private void Run() => receiver.Run(AnswerAsync);

        private async Task AnswerAsync(HttpContext context)
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync();
            var (fault, headers) = (_fault, context.Request.Headers);
            _fault = null;
            if (fault is { Status: > 0 } refused)
            {
                context.Response.StatusCode = refused.Status;
                if (refused.RetryAfter is { } seconds)
                    context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
                return;
            }
            if (headers["webhook-signature"] != WebhookSignature.Of(Secret, headers["webhook-id"]!, headers["webhook-timestamp"]!, body))
            {
                context.Response.StatusCode = (int)HttpStatusCode.Unauthorized;
                return;
            }
            Take(JsonNode.Parse(body)!["data"]!);
            if (fault is not null)
                context.Abort();
        }

        private void Take(JsonNode data)
        {
            var (incident, id) = (data["incident"]!, (string)data["incident"]!["id"]!);
            var updates = _incidents.TryGetValue(id, out var held) ? held.Updates : [];
            foreach (var update in incident["updates"]!.AsArray())
                updates.TryAdd((string)update!["id"]!, (string)update["words"]!);
            _incidents[id] = ((string)incident["stage"]!, updates);
            _email = (string?)data["components"]!.AsArray().FirstOrDefault(component => (string?)component!["name"] == "Email")?["status"] ?? _email;
        }
    }
}
