using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace JsmConnector.IntegrationTests.Incidents;

/// <summary>A promised time comes: who is told, what is said, and that it happens once.</summary>
public sealed class PromisesTests(PromisesApp app) : IClassFixture<PromisesApp>
{
    [Fact]
    public async Task A_promise_that_nobody_keeps_is_kept_by_a_holding_post_with_a_new_time()
    {
        var ticket = await app.OpenAsync();
        var first = (await app.IncidentAsync(ticket)).NextUpdateAt!.Value;

        await app.SweepAtAsync(first.AddMinutes(-10));
        var reminder = Assert.Single(await app.TimelineAsync(ticket, "reminder"));
        await app.SweepAtAsync(first);

        var updates = await app.UpdatesAsync(ticket);
        Assert.Contains("is due soon. Nobody leads the communication.", reminder.Text, StringComparison.Ordinal);
        Assert.Equal(2, updates.Count);
        Assert.StartsWith("Nothing new to report on our services yet; we are still working on it. What we said at ", updates[1].CustomerWords, StringComparison.Ordinal);
        Assert.Equal((await app.IncidentAsync(ticket)).NextUpdateAt, updates[1].NextUpdateAt);
        Assert.True(updates[1].NextUpdateAt > first);
        Assert.Empty(await app.TimelineAsync(ticket, "promise"));
    }

    [Fact]
    public async Task What_a_sweep_planned_need_not_wait_for_the_next_look_at_deliveries()
    {
        var (ticket, bell) = (await app.OpenAsync(), app.App.Services.GetRequiredService<DeliveriesBell>());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        // Whether it was rung before, by another test for one: now it is silent.
        bell.Ring();
        Assert.True(await bell.WaitAsync(patience.Token));

        await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt);

        Assert.True(await bell.WaitAsync(patience.Token));
    }

    [Fact]
    public async Task After_three_holding_posts_a_person_must_write_and_others_are_told()
    {
        var ticket = await app.OpenAsync();
        for (var i = 0; i < 3; i++)
            await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt);
        var due = (await app.PromiseAsync(ticket))!.DueAt;

        foreach (var late in new[] { 0, 5, 15, 30 })
            await app.SweepAtAsync(due.AddMinutes(late));

        Assert.Equal(4, (await app.UpdatesAsync(ticket)).Count);
        Assert.Equal(4, (await app.TimelineAsync(ticket, "promise")).Count);
        Assert.EndsWith("Escalated to the executive.", (await app.TimelineAsync(ticket, "promise"))[^1].Text, StringComparison.Ordinal);
        Assert.Null((await app.PromiseAsync(ticket))!.LookAt);
        await app.ObserveAsync(ticket, held => held with { StatusName = "Monitoring", StatusCategory = "indeterminate" });
        Assert.Equal((0, PromiseStep.Standing), ((await app.PromiseAsync(ticket))!.HoldingPosts, (await app.PromiseAsync(ticket))!.Step));
    }

    [Theory]
    [InlineData("security")]
    [InlineData("data_loss")]
    public async Task The_app_never_speaks_by_itself_about_security_and_lost_data(string classOf)
    {
        var ticket = await app.OpenAsync(classOf: classOf);

        await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt);

        Assert.Single(await app.UpdatesAsync(ticket));
        Assert.Equal(PromiseStep.Due, (await app.PromiseAsync(ticket))!.Step);
        Assert.EndsWith("only a person may write it.", Assert.Single(await app.TimelineAsync(ticket, "promise")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_title_from_before_a_security_matter_is_taken_back_and_an_old_incident_tells_nobody_anew(bool isOver)
    {
        var ticket = await app.OpenAsync();
        var incident = await app.IncidentAsync(ticket);
        await app.InAsync(app.Acme, database => database.Set<Incident>().Where(known => known.Id == incident.Id).ExecuteUpdateAsync(set => set.SetProperty(known => known.WrittenTitle, "Passwords were read")));
        if (isOver)
        {
            await app.ObserveAsync(ticket, held => held with { StatusName = "Done", StatusCategory = "done", ResolutionName = "Done" });
            app.Clock.Advance(TimeSpan.FromDays(30));
        }
        var (said, planned) = ((await app.UpdatesAsync(ticket)).Count, (await PlannedAsync(incident)).Count);

        await app.ObserveAsync(
            ticket,
            held => (isOver ? held with { StatusName = "Done", StatusCategory = "done", ResolutionName = "Done" } : held) with { Labels = ["security"] },
            RuleSettings.Default with { Classes = [new ClassRule { When = "labels = security", Class = "security" }] });

        Assert.Null((await app.IncidentAsync(ticket)).WrittenTitle);
        Assert.Equal(isOver ? said : said + 1, (await app.UpdatesAsync(ticket)).Count);
        var anew = (await PlannedAsync(incident)).Skip(planned).Select(row => row.Channel).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.Contains("statuspage", anew);
        Assert.Equal(!isOver, anew.Contains("portal"));
    }

    private async Task<List<Delivery>> PlannedAsync(Incident incident) =>
        [.. (await app.RowsAsync<Delivery>(app.Acme)).Where(row => row.IncidentId == incident.Id.Value).OrderBy(row => row.Sequence)];

    [Fact]
    public async Task Hours_of_downtime_end_in_one_word_that_owns_up()
    {
        var ticket = await app.OpenAsync();

        await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt.AddMinutes(190.5));
        await app.SweepAsync();

        var updates = await app.UpdatesAsync(ticket);
        Assert.Equal(2, updates.Count);
        Assert.StartsWith("This comes 3 hours 10 minutes later than promised. Nothing new to report", updates[1].CustomerWords, StringComparison.Ordinal);
        Assert.Single(await app.TimelineAsync(ticket, "promise"));
    }

    [Fact]
    public async Task Nobody_is_chased_after_the_end_and_a_reopening_begins_anew()
    {
        var ticket = await app.OpenAsync();
        await app.ObserveAsync(ticket, held => held with { StatusName = "Done", StatusCategory = "done", ResolutionName = "Done" });
        app.Clock.Advance(TimeSpan.FromHours(3));
        await app.SweepAsync();

        Assert.Null(await app.PromiseAsync(ticket));
        Assert.Equal(2, (await app.UpdatesAsync(ticket)).Count);
        await app.ObserveAsync(ticket, held => held);
        Assert.True((await app.PromiseAsync(ticket))!.DueAt > app.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Two_nodes_fire_each_deadline_once()
    {
        var tickets = new List<string>();
        for (var i = 0; i < 120; i++)
            tickets.Add(await app.OpenAsync());
        app.Clock.Advance(TimeSpan.FromMinutes(31));

        await Task.WhenAll(app.Node().SweepOnceAsync(TestContext.Current.CancellationToken), app.Node().SweepOnceAsync(TestContext.Current.CancellationToken));

        foreach (var ticket in tickets)
            Assert.Equal(2, (await app.UpdatesAsync(ticket)).Count);
    }

    [Fact]
    public async Task Five_thousand_deadlines_of_one_moment_fire_once_each_on_two_nodes()
    {
        var ticket = await app.OpenAsync();
        var due = (await app.PromiseAsync(ticket))!.DueAt;
        await app.CopyAsync(ticket, 4_999);
        app.Clock.Advance(due - app.Clock.GetUtcNow());

        var fired = await Task.WhenAll(app.Node().SweepOnceAsync(TestContext.Current.CancellationToken), app.Node().SweepOnceAsync(TestContext.Current.CancellationToken));

        var said = (await app.RowsAsync<IncidentUpdate>(app.Acme)).Where(update => update.About == Subjects.Holding && update.PublishedAt >= due).CountBy(update => update.IncidentId).ToList();
        Assert.True(said.Count >= 5_000 && said.TrueForAll(incident => incident.Value == 1), $"{said.Count} of them spoke, at most {said.Max(incident => incident.Value)} times.");
        Assert.True(fired.Sum() >= 5_000);
        // They would come due again in every test after this one.
        await app.EndCopiesAsync();
    }

    [Fact]
    public async Task A_death_between_claim_and_record_leaves_nothing_and_harms_no_other()
    {
        var (dying, other) = (await app.OpenAsync(), await app.OpenAsync());
        app.Fails = dying;
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        await app.SweepAsync();
        Assert.Single(await app.UpdatesAsync(dying));
        Assert.Equal(2, (await app.UpdatesAsync(other)).Count);

        app.Fails = null;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.SweepAsync();

        Assert.Equal(2, (await app.UpdatesAsync(dying)).Count);
        Assert.Equal(2, (await app.UpdatesAsync(other)).Count);
    }

    [Fact]
    public async Task The_site_decides_whether_the_app_speaks_and_in_which_language()
    {
        var ticket = await app.OpenAsync();
        await app.SaveAsync(InstallationSettings.Default with { Promises = new PromiseSettings { HoldingPosts = false } });
        await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt);
        Assert.Single(await app.UpdatesAsync(ticket));

        await app.SaveAsync(InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = PageSettings.Default with { Language = "de" } }] });
        await app.SweepAtAsync((await app.PromiseAsync(ticket))!.DueAt.AddMinutes(5));
        await app.SaveAsync(InstallationSettings.Default);

        var words = (await app.UpdatesAsync(ticket))[1].CustomerWords;
        Assert.StartsWith("Diese Nachricht kommt 5 Minuten später als versprochen. Zu unseren Diensten gibt es noch nichts Neues;", words, StringComparison.Ordinal);
    }
}
