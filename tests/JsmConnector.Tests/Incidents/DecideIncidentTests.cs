using JsmConnector.Incidents;
using JsmConnector.Installations;

namespace JsmConnector.Tests.Incidents;

public sealed class DecideIncidentTests
{
    private static readonly DateTimeOffset Now = Tickets.Noon.AddMinutes(30);

    private static Decision Decide(IncidentState? held, IssueSnapshot issue, bool deleted = false) =>
        DecideIncident.Decide(held, issue, deleted, SiteCatalog.Empty, Now);

    private static (IncidentState After, Announcement Say) Hold(IncidentState? held, IssueSnapshot issue, bool deleted = false) =>
        Assert.IsType<Decision.Hold>(Decide(held, issue, deleted)) is var hold ? (hold.After, hold.Say) : default;

    private static IncidentState Held(params IssueSnapshot[] issues) =>
        issues.Aggregate((IncidentState?)null, (held, issue) => Hold(held, issue).After)!;

    [Fact]
    public void A_new_incident_is_announced()
    {
        var (after, say) = Hold(null, Tickets.Incident());

        Assert.Equal((Stage.Investigating, 1, Announcement.NewStage), (after.Stage, after.Severity.Level, say));
        Assert.Equal(["Email"], after.Components);
        Assert.True(after.Published);
    }

    [Fact]
    public void Another_ticket_is_ignored_with_the_reason()
    {
        var ignore = Assert.IsType<Decision.Ignore>(Decide(null, Tickets.Incident() with { IssueTypeName = "Task" }));

        Assert.Contains("its type is Task", ignore.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_snapshot_again_says_nothing()
    {
        var held = Held(Tickets.Incident(1));

        var (after, say) = Hold(held, Tickets.Incident(1));

        Assert.Equal(Announcement.Nothing, say);
        Assert.Equal(held with { Components = after.Components }, after);
    }

    [Fact]
    public void An_older_snapshot_never_wins()
    {
        var held = Held(Tickets.Incident(1), Tickets.Incident(5).InProgress());

        var (after, say) = Hold(held, Tickets.Incident(3));

        Assert.Equal((Stage.Identified, Announcement.Nothing), (after.Stage, say));
    }

    [Fact]
    public void An_older_snapshot_still_tells_the_worst_severity()
    {
        var held = Held(Tickets.Incident(5) with { PriorityName = "Medium" });

        var (after, _) = Hold(held, Tickets.Incident(3));

        Assert.Equal((3, 1), (after.Severity.Level, after.WorstSeverity.Level));
    }

    [Fact]
    public void A_stage_that_the_ticket_kept_does_not_undo_what_a_person_said()
    {
        var held = Held(Tickets.Incident(1)) with { Stage = Stage.Monitoring };

        var (after, say) = Hold(held, Tickets.Incident(2));

        Assert.Equal((Stage.Monitoring, Announcement.Nothing), (after.Stage, say));
    }

    [Theory]
    [InlineData("Done", Stage.Resolved)]
    [InlineData("Won't Do", Stage.Withdrawn)]
    [InlineData("declined", Stage.Withdrawn)]
    [InlineData("Duplicate", Stage.Withdrawn)]
    [InlineData("Cancelled", Stage.Withdrawn)]
    public void Closing_ends_the_incident_by_its_resolution(string resolution, Stage stage)
    {
        var (after, say) = Hold(Held(Tickets.Incident(1)), Tickets.Incident(9).Closed(resolution));

        Assert.Equal((stage, Announcement.NewStage), (after.Stage, say));
        Assert.Equal(Tickets.Noon.AddMinutes(9), after.ResolvedAt);
    }

    [Fact]
    public void A_reopened_ticket_opens_the_incident_again()
    {
        var held = Held(Tickets.Incident(1), Tickets.Incident(9).Closed());

        var (after, say) = Hold(held, Tickets.Incident(12).InProgress());

        Assert.Equal((Stage.Identified, Announcement.NewStage), (after.Stage, say));
        Assert.Null(after.ResolvedAt);
    }

    [Fact]
    public void A_deleted_ticket_withdraws_its_incident_and_what_comes_late_changes_nothing()
    {
        var (after, say) = Hold(Held(Tickets.Incident(1)), Tickets.Incident(20), deleted: true);
        var (late, lateSay) = Hold(after, Tickets.Incident(20).InProgress());

        Assert.Equal((Stage.Withdrawn, Announcement.NewStage), (after.Stage, say));
        Assert.Equal((Stage.Withdrawn, Announcement.Nothing), (late.Stage, lateSay));
    }

    [Fact]
    public void A_deletion_that_overtakes_the_creation_leaves_nothing_in_public()
    {
        var (after, say) = Hold(null, Tickets.Incident(1), deleted: true);
        var (late, lateSay) = Hold(after, Tickets.Incident(0));

        Assert.Equal((false, Announcement.Nothing), (after.Published, say));
        Assert.Equal((Stage.Withdrawn, Announcement.Nothing), (late.Stage, lateSay));
    }

    [Fact]
    public void A_ticket_moved_out_of_the_service_project_is_withdrawn_with_its_components_named()
    {
        var (after, say) = Hold(Held(Tickets.Incident(1)), Tickets.Incident(4) with { ProjectType = "software", Key = "WEB-3", AffectedServices = [] });

        Assert.Equal((Stage.Withdrawn, Announcement.NewStage, "WEB-3"), (after.Stage, say, after.IssueKey));
        Assert.Equal(["Email"], after.Components);
        Assert.Contains("no longer an incident", after.EndedBecause, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ticket_with_a_security_level_is_never_published()
    {
        var (after, say) = Hold(null, Tickets.Incident() with { HasSecurityLevel = true });

        Assert.Equal((false, Announcement.Nothing), (after.Published, say));
    }

    [Fact]
    public void A_security_level_set_later_takes_the_incident_back()
    {
        var (after, say) = Hold(Held(Tickets.Incident(1)), Tickets.Incident(3) with { HasSecurityLevel = true });

        Assert.Equal((false, Announcement.Unpublish), (after.Published, say));
    }

    [Fact]
    public void A_removed_security_level_publishes_an_incident_that_is_still_open()
    {
        var (after, say) = Hold(Held(Tickets.Incident(1) with { HasSecurityLevel = true }), Tickets.Incident(3));

        Assert.Equal((true, Announcement.NewStage), (after.Published, say));
    }

    /// <summary>What readers have read is not said again.</summary>
    [Fact]
    public void An_ended_incident_that_was_hidden_for_a_while_is_public_again_without_a_word()
    {
        var (hidden, saidThen) = Hold(Held(Tickets.Incident(1), Tickets.Incident(9).Closed()), Tickets.Incident(12).Closed() with { HasSecurityLevel = true });

        var (after, say) = Hold(hidden with { LastSaid = Stage.Resolved }, Tickets.Incident(14).Closed());

        Assert.Equal((false, Announcement.Nothing), (hidden.Published, saidThen));
        Assert.Equal((true, Stage.Resolved, Announcement.Nothing), (after.Published, after.Stage, say));
    }

    /// <summary>Some events of a deletion do not tell the level.</summary>
    [Fact]
    public void A_deletion_makes_nothing_public_that_was_hidden()
    {
        var hidden = Held(Tickets.Incident(1), Tickets.Incident(9).Closed(), Tickets.Incident(12).Closed() with { HasSecurityLevel = true }) with { LastSaid = Stage.Resolved };

        Assert.Equal((false, Announcement.Nothing), Hold(hidden, Tickets.Incident(14).Closed(), deleted: true) is var (after, say) ? (after.Published, say) : default);
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(-24 * 60, false)]
    public void An_end_that_came_behind_the_curtain_is_told_while_it_is_news(int minute, bool told)
    {
        var hidden = Held(Tickets.Incident(1), Tickets.Incident(3) with { HasSecurityLevel = true }) with { LastSaid = Stage.Withdrawn };
        var ended = Hold(hidden, Tickets.Incident(15).Closed() with { HasSecurityLevel = true, ResolvedAt = Tickets.Noon.AddMinutes(minute) }).After;

        var (after, say) = Hold(ended with { LastSaid = Stage.Withdrawn }, Tickets.Incident(20).Closed() with { ResolvedAt = Tickets.Noon.AddMinutes(minute) });

        Assert.True(after.Published);
        Assert.Equal(told ? Announcement.NewStage : Announcement.Nothing, say);
    }

    [Fact]
    public void The_end_stays_as_it_was_read_when_the_ticket_goes_and_when_it_comes_back()
    {
        var (gone, saidThen) = Hold(Held(Tickets.Incident(1), Tickets.Incident(9).Closed()), Tickets.Incident(20).Closed(), deleted: true);

        var (back, say) = Hold(gone with { LastSaid = Stage.Resolved }, Tickets.Incident(21).Closed() with { ResolvedAt = Tickets.Noon.AddMinutes(9) });

        Assert.Equal((true, Announcement.Nothing), (gone.Deleted, saidThen));
        Assert.Equal((false, Stage.Resolved, true, Announcement.Nothing), (back.Deleted, back.Stage, back.Published, say));
    }

    [Fact]
    public void A_ticket_that_is_moved_back_into_the_service_project_is_an_incident_again()
    {
        var moved = Held(Tickets.Incident(1), Tickets.Incident(4) with { ProjectType = "software", Key = "WEB-3" }) with { LastSaid = Stage.Withdrawn };

        var (after, say) = Hold(moved, Tickets.Incident(6).InProgress());

        Assert.Equal((Stage.Identified, true, Announcement.NewStage, null), (after.Stage, after.Published, say, after.EndedBecause));
    }

    [Fact]
    public void An_old_closed_ticket_that_somebody_edits_stays_quiet()
    {
        var longAgo = Tickets.Incident(5).Closed() with { ResolvedAt = Now.AddDays(-20) };

        var (after, say) = Hold(null, longAgo);

        Assert.Equal((false, Announcement.Nothing), (after.Published, say));
    }

    [Fact]
    public void Another_service_or_effect_is_announced_in_the_same_stage()
    {
        var held = Held(Tickets.Incident(1));

        Assert.Equal(Announcement.NewScope, Hold(held, Tickets.Incident(2) with { AffectedServices = ["Email", "VPN"] }).Say);
        Assert.Equal(Announcement.NewScope, Hold(held, Tickets.Incident(2) with { PriorityName = "High" }).Say);
    }

    [Fact]
    public void A_label_that_comes_later_makes_no_test_of_a_real_incident()
    {
        var (after, say) = Hold(Held(Tickets.Incident()), Tickets.Incident(1) with { Labels = [TestIncident.Label] });

        Assert.Equal((1, Announcement.Nothing), (after.Severity.Level, say));
        Assert.Equal(["Email"], after.Components);
        Assert.False(after.IsTest);
    }

    [Fact]
    public void A_test_that_loses_its_label_touches_no_component()
    {
        var (after, _) = Hold(Held(Tickets.Incident() with { Labels = [TestIncident.Label], CreatedAt = Now }), Tickets.Incident(1));

        Assert.True(after.IsTest);
        Assert.Empty(after.Components);
    }

    [Fact]
    public void A_test_that_could_not_be_closed_does_not_begin_again()
    {
        var left = Tickets.Incident(1) with { Labels = [TestIncident.Label], CreatedAt = Now - TestIncident.Longest - TimeSpan.FromSeconds(1) };

        Assert.Equal(TestIncident.Over, Assert.IsType<Decision.Ignore>(Decide(null, left)).Because);
    }

    [Fact]
    public void A_test_that_was_closed_before_it_was_seen_does_not_begin() =>
        Assert.Equal(TestIncident.Over, Assert.IsType<Decision.Ignore>(Decide(null, Tickets.Incident(1) with { Labels = [TestIncident.Label], CreatedAt = Now, StatusCategory = "done" })).Because);
}
