using System.Text.Json;
using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IntegrationTests.Incidents;

namespace JsmConnector.IntegrationTests.Database;

/// <summary>Rows that are written as a stream are the rows that are written one by one.</summary>
public sealed class SaveManyTests(PromisesApp app) : IClassFixture<PromisesApp>
{
    private static readonly IReadOnlyList<Type> Streamed = [typeof(IncidentUpdate), typeof(TimelineEntry), typeof(Delivery)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_streamed_row_is_read_back_as_it_was_made()
    {
        var incident = await app.IncidentAsync(await app.OpenAsync());
        var now = DateTimeOffset.FromUnixTimeMilliseconds(app.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        IncidentUpdate[] updates = [Update(incident, now, 100, "Zürich “works” again.", new Dictionary<string, string> { ["ä"] = "A disk; \"full\"." }), Update(incident, now, 101, "", new Dictionary<string, string>())];
        var entry = new TimelineEntry { InstallationId = app.Acme.Id, IssueId = incident.IssueId, Key = $"odd/{Guid.NewGuid()}", At = now, Kind = "text", Text = "tab\tand\nline \\N", Visibility = Visibility.Public, Evidence = "x", AsOf = now, Removed = true };
        Delivery[] deliveries = [.. Enumerable.Range(0, 50).Select(number => Delivery.Of(app.Acme.Id, new PlannedDelivery("portal", $"{number}", "stream") { IncidentId = incident.Id.Value, NotBefore = now.AddMinutes(number) }, app.Clock))];

        await SaveAsync([.. updates, entry, .. deliveries]);

        var read = (await app.RowsAsync<IncidentUpdate>(app.Acme)).Where(row => row.IncidentId == incident.Id && row.Number >= 100).OrderBy(row => row.Number).ToList();
        Assert.Equal(updates.Select(Whole), read.Select(Whole));
        Assert.Equal(Whole(entry), Whole((await app.RowsAsync<TimelineEntry>(app.Acme)).Single(row => row.Key == entry.Key)));
        var lane = (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.Lane == "stream").OrderBy(row => row.Sequence).ToList();
        Assert.Equal(deliveries.Select(row => (row.Id, row.Destination, row.DueAt, row.State)), lane.Select(row => (row.Id, row.Destination, row.DueAt, row.State)));
        Assert.Equal(lane.Count, lane.Select(row => row.Sequence).Distinct().Count());
    }

    [Fact]
    public async Task Another_sites_row_is_not_streamed_either()
    {
        var incident = await app.IncidentAsync(await app.OpenAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => SaveAsync([Delivery.Of(app.Rival.Id, new PlannedDelivery("portal", "x", "foreign") { IncidentId = incident.Id.Value }, app.Clock)]));

        Assert.DoesNotContain(await app.RowsAsync<Delivery>(app.Rival), row => row.Lane == "foreign");
    }

    private static string Whole<T>(T row) => JsonSerializer.Serialize(row);

    private IncidentUpdate Update(Incident incident, DateTimeOffset now, int number, string words, Dictionary<string, string> answers) => new()
    {
        InstallationId = app.Acme.Id,
        Id = UpdateId.New(app.Clock),
        IncidentId = incident.Id,
        Stage = Stage.Monitoring,
        Severity = incident.Severity,
        CustomerWords = words,
        Answers = answers,
        PublishedAt = now,
        NextUpdateAt = now.AddMinutes(30),
        Number = number,
    };

    private Task<int> SaveAsync(IReadOnlyList<object> rows) => app.InAsync(app.Acme, async database =>
    {
        await using var transaction = await database.Database.BeginTransactionAsync(Token);
        database.AddRange(rows);
        await database.SaveManyAsync(Streamed, Token);
        await transaction.CommitAsync(Token);
        return rows.Count;
    });
}
