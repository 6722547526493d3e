using System.Text.Json.Nodes;
using JsmConnector.Incidents;
using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Notifications.Subscribers;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tests.Notifications;

/// <summary>Readers who subscribed: what their endpoints are sent, and which of two subscriptions of one reader counts.</summary>
public sealed class SubscriberTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly InstallationId Site = new(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10"));

    [Fact]
    public void Planned_work_tells_its_window_and_an_incident_has_none()
    {
        var maintenance = new Maintenance { InstallationId = Site, Id = new MaintenanceId(Guid.NewGuid()), Title = "Upgrade", ScheduledFor = Noon, ScheduledUntil = Noon.AddHours(2), Automatic = true, ComponentIds = [], CreatedAt = Noon.AddDays(-1) };
        var update = new MaintenanceUpdate { InstallationId = Site, Id = Guid.NewGuid(), MaintenanceId = maintenance.Id, Number = 1, Stage = MaintenanceStage.Scheduled, Words = "We upgrade.", PublishedAt = Noon.AddDays(-1) };
        var planned = ToldEntry.Of(maintenance, [update], update.Id, [])!;

        var entry = Body(planned);
        Assert.Equal(("2026-11-24T12:00:00.000Z", "2026-11-24T14:00:00.000Z", "scheduled"), ((string?)entry["scheduled_for"], (string?)entry["scheduled_until"], (string?)entry["status"]));
        Assert.False(Body(planned with { Window = null }).AsObject().ContainsKey("scheduled_for"));
    }

    [Theory]
    [InlineData("Active", "Pending", true)]
    [InlineData("Active", "Quarantined", true)]
    [InlineData("Active", "Unsubscribed", false)]
    [InlineData("Active", "Active", false)]
    [InlineData("Pending", "Active", false)]
    [InlineData("Unsubscribed", "Pending", false)]
    [InlineData("Quarantined", "Active", false)]
    public void Of_two_subscriptions_of_one_reader_the_last_decision_counts_and_a_question_is_none(string old, string newer, bool stays) =>
        Assert.Equal(stays, Of(old, Noon).OutranksNewer(Of(newer, Noon.AddHours(1))));

    private static JsonNode Body(ToldEntry told) =>
        JsonNode.Parse(StatuspagePayload.Of(told, new NoticedPage("page00000000", "Acme", "https://status.acme.example", PageSettings.Default), "https://x", PageIndicator.Of([], []), Noon))!["incident"]!;

    private static Subscriber Of(string state, DateTimeOffset at) => new()
    {
        InstallationId = Site,
        Id = Guid.NewGuid(),
        PageId = "main",
        Kind = "email",
        Address = [],
        AddressHash = "",
        Hint = "",
        Seed = [],
        ManageHash = "",
        UnsubscribeHash = "",
        Language = "en",
        Consent = "",
        CreatedAt = at,
        ConfirmedAt = at,
        EndedAt = at,
        State = Enum.Parse<SubscriberState>(state),
    };
}
