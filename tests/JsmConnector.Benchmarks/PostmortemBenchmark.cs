using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Postmortems;
using JsmConnector.Postmortems.Facts;

namespace JsmConnector.Benchmarks;

/// <summary>Both documents of a very long incident, from the record to the texts: time, and memory that was asked for on the way.</summary>
internal static class PostmortemBenchmark
{
    private const int Changes = 2000;
    private const int Comments = 1000;
    private const int Deliveries = 5000;
    private const int Runs = 5;
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static void Run()
    {
        var record = Record();
        var templates = ChosenTemplates.BuiltIn("outage", "en");
        var first = Measure(record, templates);
        var later = Enumerable.Range(0, Runs).Select(_ => Measure(record, templates)).MinBy(run => run.Time);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"postmortem of {Changes} changes, {Comments} comments, {Deliveries} deliveries: first {first.Time.TotalSeconds:0.00} s, {first.Megabytes:0} MB asked for; then {later.Time.TotalSeconds:0.00} s, {later.Megabytes:0} MB; held at the end {first.Held:0} MB; {first.Characters} characters"));
    }

    private static (TimeSpan Time, double Megabytes, double Held, int Characters) Measure(IncidentRecord record, ChosenTemplates templates)
    {
        var held = GC.GetTotalMemory(forceFullCollection: true);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var written = (Written.Documents)WritePostmortem.From(record, templates);
        var json = written.FactsJson;
        watch.Stop();
        var asked = GC.GetTotalAllocatedBytes(precise: true) - before;
        var kept = GC.GetTotalMemory(forceFullCollection: true) - held;
        return (watch.Elapsed, asked / 1e6, kept / 1e6, written.Internal.Markdown.Length + written.External.Markdown.Length + json.Length);
    }

    private static IncidentRecord Record()
    {
        var site = new InstallationId(Guid.NewGuid());
        var id = new IncidentId(Guid.NewGuid());
        var statuses = new[] { new JiraStatus("1", "Open", "new"), new JiraStatus("3", "Work in progress", "indeterminate"), new JiraStatus("5", "Resolved", "done") };
        return new IncidentRecord
        {
            Incident = new Incident
            {
                InstallationId = site,
                Id = id,
                IssueId = "10042",
                IssueKey = "OPS-7",
                Summary = "Everything is slow",
                Stage = Stage.Resolved,
                Severity = new Severity(1),
                WorstSeverity = new Severity(1),
                StartedAt = Noon,
                ResolvedAt = Noon.AddHours(20),
                SnapshotAt = Noon,
                Published = true,
            },
            Updates = [.. Enumerable.Range(0, 60).Select(number => Update(site, id, number))],
            Deliveries = [.. Enumerable.Range(0, Deliveries).Select(number => Delivered(site, id, number))],
            History = new TicketHistory.Read(
                [.. Enumerable.Range(0, Changes).Select(Change)], [.. Enumerable.Range(0, Comments).Select(Comment)], statuses.ToDictionary(status => status.Id, StringComparer.Ordinal)),
            SiteUrl = "https://acme.atlassian.net",
            StatusPageUrl = "https://app.example.com/status/acme",
            Now = Noon.AddHours(21),
        };
    }

    private static JiraChange Change(int number) => new()
    {
        Id = (10_000 + number).ToString(CultureInfo.InvariantCulture),
        CreatedAt = Noon.AddSeconds(number * 36),
        Author = new JiraAccount { AccountId = $"u{number % 7}", DisplayName = $"Person {number % 7}", AccountType = "atlassian" },
        Items = [(number % 3) switch
        {
            0 => new JiraChangeItem { Field = "status", FieldId = "status", From = "1", To = "3", FromText = "Open", ToText = "Work in progress" },
            1 => new JiraChangeItem { Field = "assignee", FieldId = "assignee", From = $"u{number % 7}", To = $"u{(number + 1) % 7}", FromText = $"Person {number % 7}", ToText = $"Person {(number + 1) % 7}" },
            _ => new JiraChangeItem { Field = "priority", FieldId = "priority", From = "1", To = "2", FromText = "Highest", ToText = "High" },
        }],
    };

    private static JiraComment Comment(int number) => new()
    {
        Id = (20_000 + number).ToString(CultureInfo.InvariantCulture),
        CreatedAt = Noon.AddSeconds(number * 72),
        JsdPublic = false,
        Author = new JiraAccount { DisplayName = $"Person {number % 7}", AccountType = "atlassian" },
        Body = JsonSerializer.SerializeToElement(new
        {
            type = "doc",
            version = 1,
            content = new[] { new { type = "paragraph", content = new[] { new { type = "text", text = $"Note {number}: restarted the node, customers could not log in, because of the disk. {new string('x', 200)}" } } } },
        }),
    };

    private static IncidentUpdate Update(InstallationId site, IncidentId id, int number) => new()
    {
        InstallationId = site,
        Id = new UpdateId(Guid.NewGuid()),
        IncidentId = id,
        Stage = Stage.Investigating,
        Severity = new Severity(1),
        CustomerWords = "We are still looking into it.",
        PublishedAt = Noon.AddMinutes(number * 20),
        NextUpdateAt = Noon.AddMinutes(number * 20 + 20),
        Number = number + 1,
    };

    private static Delivery Delivered(InstallationId site, IncidentId id, int number) => new()
    {
        InstallationId = site,
        Id = new DeliveryId(Guid.NewGuid()),
        IncidentId = id.Value,
        Audience = "customers",
        Channel = number % 4 == 0 ? "statuspage" : "webhook",
        Destination = $"destination {number % 40}",
        Lane = $"lane {number % 40}",
        State = number % 10 == 0 ? DeliveryState.Failed : DeliveryState.Delivered,
        Reason = number % 10 == 0 ? "It answered 500." : null,
        DueAt = Noon.AddSeconds(number * 14),
        CreatedAt = Noon.AddSeconds(number * 14),
        FinishedAt = Noon.AddSeconds(number * 14),
    };
}
