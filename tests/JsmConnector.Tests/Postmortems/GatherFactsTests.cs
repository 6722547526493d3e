using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Postmortems.Facts;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

public sealed class GatherFactsTests
{
    [Fact]
    public void The_moments_of_a_plain_incident_are_read_from_the_changelog()
    {
        var facts = GatherFacts.From(Record(null, Change(4, Item("assignee", null, "u1", null, "Ada Lovelace")), Status(10, "1", "3"), Status(40, "3", "4"), Status(60, "4", "5")));

        var moments = facts.Moments;
        Assert.Equal(
            [Noon, Noon, At(4), At(10), At(40), At(60), At(60)],
            new[] { moments.Created, moments.ImpactStarted, moments.Acknowledged, moments.Identified, moments.Mitigated, moments.FirstResolved, moments.Resolved }.Select(fact => fact!.Value));
        Assert.Equal(TimeSpan.FromMinutes(4), moments.ToAcknowledge);
        Assert.Equal(Certainty.Assumed, moments.ImpactStarted.From.Certainty);
        Assert.Equal("changelog/10100/0", moments.Identified!.From.Key);
        Assert.StartsWith("https://acme.atlassian.net/browse/OPS-7", moments.Identified.From.Url, StringComparison.Ordinal);
        Assert.Empty(facts.Reopenings);
        Assert.Empty(facts.HandOffs!);
        Assert.Null(facts.MissingHistory);
    }

    [Fact]
    public void A_reopened_incident_keeps_its_first_end_and_counts_the_reopening()
    {
        var facts = GatherFacts.From(Record(Incident(resolvedAt: 80), Status(10, "1", "3"), Status(30, "3", "5"), Status(50, "5", "3"), Status(80, "3", "5")));

        Assert.Equal(At(50), Assert.Single(facts.Reopenings).Value);
        Assert.Equal(At(30), facts.Moments.FirstResolved!.Value);
        Assert.Equal(At(80), facts.Moments.Resolved!.Value);
        Assert.Equal(TimeSpan.FromMinutes(60), Assert.Single(facts.SeverityTimes).Length);
        Assert.Equal(TimeSpan.FromMinutes(60), Assert.Single(facts.Components).Length);
    }

    [Fact]
    public void What_was_never_recorded_is_null_and_not_zero()
    {
        var facts = GatherFacts.From(Record(null, Status(60, "1", "5")) with { Incident = Incident() });

        Assert.Null(facts.Moments.Detected);
        Assert.Null(facts.Moments.ToDetect);
        Assert.Null(facts.Moments.Identified);
        Assert.Null(facts.Moments.Mitigated);
        Assert.Null(facts.Surroundings.ServiceLevels);
        Assert.Null(facts.Moments.ToMitigate);
        Assert.Null(facts.Voice.FirstWordAt);
        Assert.Null(facts.Voice.ToFirstWord);
        Assert.Null(facts.Voice.LongestSilence);
    }

    [Fact]
    public void Without_Jira_the_facts_rest_on_what_was_heard_and_said_and_the_gap_is_named()
    {
        var facts = GatherFacts.From(Record() with
        {
            History = new TicketHistory.Missing(WhyMissing.Unreachable),
            Updates = [Said(2, Stage.Investigating), Said(20, Stage.Identified), Said(61, Stage.Resolved)],
            Entries = [Entry("changelog/1/0", 6, "assignee", "assignee: none → Ada Lovelace", "Grace Hopper"), Entry("comment/9", 8, "comment", "Looks like the disk")],
        });

        Assert.Equal(WhyMissing.Unreachable, facts.MissingHistory);
        Assert.Equal(At(6), facts.Moments.Acknowledged!.Value);
        Assert.Equal(At(20), facts.Moments.Identified!.Value);
        Assert.Null(facts.HandOffs);
        Assert.Contains(facts.Timeline, row => row.Text == "Looks like the disk");
        Assert.Equal("Grace Hopper", Assert.Single(facts.Responders).Name);
    }

    [Fact]
    public void An_event_known_twice_is_one_row_and_noise_is_none()
    {
        var facts = GatherFacts.From(Record(null, Status(10, "1", "3"), Change(11, Item("rank", "1", "2"), Item("priority", "2", "1", "High", "Highest"))) with
        {
            Entries =
            [
                Entry("changelog/10100/0", 10, "status", "status: Open → Work in progress"), Entry("changelog/10110/1", 11, "priority", "priority: High → Highest"),
                Entry("changelog/77/0", 12, "link", "Link: none → blocks OPS-9"), Entry("comment/3", 13, "comment", "deleted since"),
            ],
        });

        Assert.Equal(
            ["issue/created", "changelog/10100/0", "changelog/10110/1", "changelog/77/0"],
            facts.Timeline.Select(row => row.Key));
        Assert.Equal("https://acme.atlassian.net/browse/OPS-7", facts.Timeline[0].EvidenceUrl);
    }

    [Fact]
    public void Comments_are_internal_unless_Jira_says_otherwise()
    {
        var history = History([], Comment("1", 5, "inside"), Comment("2", 6, "outside", true), Comment("3", 7, "hidden", false), Comment("4", 8, "from a customer", true, "customer", "Carl Customer"));
        var facts = GatherFacts.From(Record() with { History = history });

        Assert.Equal(
            [Visibility.Internal, Visibility.Public, Visibility.Internal, Visibility.Public],
            facts.Timeline.Where(row => row.Kind == "comment").Select(row => row.Visibility));
        Assert.Equal("https://acme.atlassian.net/browse/OPS-7?focusedCommentId=2", facts.Timeline.Single(row => row.Key == "comment/2").EvidenceUrl);
        Assert.Equal(["Grace Hopper"], facts.Responders.Select(person => person.Name));
    }

    [Fact]
    public void Promises_are_kept_by_the_next_word_in_time_and_the_longest_silence_is_between_words()
    {
        var facts = GatherFacts.From(Record() with
        {
            Updates = [Said(5, Stage.Investigating, next: 25), Said(20, Stage.Identified, next: 40), Said(47, Stage.Monitoring, next: 77), Said(60, Stage.Resolved)],
        });

        var voice = facts.Voice;
        Assert.Equal((At(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(27), 3, 2), (voice.FirstWordAt!.Value, voice.ToFirstWord, voice.LongestSilence!.Value, voice.PromisesMade, voice.PromisesKept));
        Assert.StartsWith("update/", voice.LongestSilence.From.Key, StringComparison.Ordinal);
    }

    [Fact]
    public void A_promise_whose_time_has_not_come_is_not_counted()
    {
        var open = SpeakingInPublic.Of(Record() with { Updates = [Said(5, Stage.Investigating, next: 25)], Now = At(10) }, [], At(10));

        Assert.Equal((0, 0), (open.PromisesMade, open.PromisesKept));
    }

    [Fact]
    public void Time_is_counted_in_each_severity_and_for_each_component()
    {
        var incident = Incident();
        incident.Components.Add(Component("Wiki", false));
        incident.Components.Add(Component("Chat", false));
        var facts = GatherFacts.From(Record(
            incident,
            Change(20, Item("priority", "2", "1", "High", "Highest")), Change(30, Item("components", null, "7", null, "wiki")), Change(50, Item("components", "7", null, "Wiki")),
            Status(60, "1", "5")));

        Assert.Equal([new SeverityTime(1, TimeSpan.FromMinutes(40)), new SeverityTime(2, TimeSpan.FromMinutes(20))], facts.SeverityTimes);
        Assert.Equal(new ComponentImpact("Chat", null, null), facts.Components[0]);
        Assert.Equal(new ComponentImpact("Email", ComponentStatus.MajorOutage, TimeSpan.FromMinutes(60)), facts.Components[1]);
        Assert.Equal(new ComponentImpact("Wiki", ComponentStatus.MajorOutage, TimeSpan.FromMinutes(20)), facts.Components[2]);
    }

    [Theory]
    [InlineData("components", null, "7", null, "Mail, Calendar", "Mail, Calendar")]
    [InlineData("components", null, null, null, "Mail, Calendar", "Mail, Calendar")]
    [InlineData("customfield_10043", "[s1]", "[s1, s2]", "VPN", "VPN, mail, calendar", "Mail, Calendar")]
    [InlineData("customfield_10043", null, null, "VPN", "VPN,Mail, Calendar", "Mail, Calendar")]
    [InlineData("customfield_10043", null, null, "Mail, Calendar, VPN", "VPN, Mail, Calendar, Calendar", "Calendar")]
    [InlineData("customfield_10043", "s1", "s1,s3,s4", "VPN", "VPN, Mail, Calendar", "Calendar|Mail")]
    [InlineData("customfield_10043", "[]", "[s2]", "", "Mail, Calendar", "Mail, Calendar")]
    [InlineData("customfield_10043", "[s1]", "[s1, s9, s2]", "VPN", "VPN, Web; Shop, Mail, Calendar", "Mail, Calendar")]
    public void A_name_that_holds_a_comma_is_one_name(string field, string? from, string? to, string? fromText, string toText, string added)
    {
        var incident = Incident();
        foreach (var name in new[] { "Mail, Calendar", "Mail", "Calendar" })
            incident.Components.Add(Component(name, added.Split('|').Contains(name)));
        var record = Record(incident, Change(30, Item(field, from, to, fromText, toText)), Status(60, "1", "5"));
        var facts = GatherFacts.From(record with { Catalog = record.Catalog with { AffectedServiceFields = ["customfield_10043"] } });

        var counted = facts.Components.Where(component => component.Name != "Email" && component.Length is not null).ToList();
        Assert.Equal(added, string.Join('|', counted.Select(component => component.Name)));
        Assert.All(counted, component => Assert.Equal(TimeSpan.FromMinutes(30), component.Length));
    }

    [Fact]
    public void A_component_whose_name_begins_like_another_ones_does_not_come_and_go_with_it()
    {
        var incident = Incident();
        incident.Components.Add(Component("Mail"));
        incident.Components.Add(Component("Mail, Calendar", false));
        var facts = GatherFacts.From(Record(
            incident, Change(30, Item("components", null, "7", null, "Mail, Calendar")), Change(50, Item("components", "7", null, "Mail, Calendar")), Status(60, "1", "5")));

        Assert.Equal([("Email", 60), ("Mail", 60), ("Mail, Calendar", 20)], facts.Components.Select(component => (component.Name, component.Length?.TotalMinutes)));
    }

    [Fact]
    public void Hand_offs_are_changes_from_one_person_to_another()
    {
        var facts = GatherFacts.From(Record(
            null, Change(1, Item("assignee", null, "a", null, "Ada")), Change(2, Item("assignee", "a", "b", "Ada", "Bob")), Change(3, Item("assignee", "b", null, "Bob"))));

        var handOff = Assert.Single(facts.HandOffs!);
        Assert.Equal(("Ada", "Bob", At(2)), (handOff.From, handOff.To, handOff.At));
        Assert.Equal(["Ada", "Ada Lovelace", "Bob"], facts.Responders.Select(person => person.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_comes_with_the_creation_is_nobodys_acknowledgement()
    {
        var facts = GatherFacts.From(Record(null, Change(0.01, Item("assignee", null, "a", null, "Ada")), Status(9, "1", "3")));

        Assert.Equal(At(9), facts.Moments.Acknowledged!.Value);
    }

    [Fact]
    public void Deliveries_are_counted_by_destination_and_our_own_housekeeping_is_left_out()
    {
        var facts = GatherFacts.From(Record() with
        {
            Deliveries =
            [
                Sent(1, "statuspage", "sp", DeliveryState.Delivered), Sent(2, "statuspage", "sp", DeliveryState.Failed, "The key was refused."),
                Sent(3, "postmortem", "postmortem", DeliveryState.Delivered), Sent(4, "publication", "confluence", DeliveryState.Delivered), Sent(5, "action", "jira", DeliveryState.Failed, "No."),
                Sent(6, "ticket", "10042", DeliveryState.Delivered), Sent(7, "ticketlog", "10042", DeliveryState.Failed, "No."), Sent(8, "comment", "10019", DeliveryState.Suppressed, "The comment is internal."),
            ],
        });

        Assert.Equal(new Sent("statuspage", "sp", 1, 1, 0, 0, "The key was refused."), Assert.Single(facts.Sent));
        Assert.DoesNotContain(facts.Timeline, row => row.Text.Contains("postmortem", StringComparison.Ordinal) || row.Text.Contains("ticket", StringComparison.Ordinal));
    }

    [Fact]
    public void A_corrected_moment_changes_everything_that_is_counted_from_it()
    {
        var record = Record(null, Status(10, "1", "3"), Status(60, "3", "5")) with
        {
            Updates = [Said(5, Stage.Investigating), Said(60, Stage.Resolved)],
            Corrections =
            [
                new Correction(MomentKind.ImpactStarted, At(-30), "The graph shows it.", "u1"), new Correction(MomentKind.Detected, At(-10), "A customer called.", "u1"),
                new Correction(MomentKind.Resolved, At(50), "The service was back before the ticket was closed.", "u1"),
            ],
        };
        var facts = GatherFacts.From(record);

        Assert.Equal(TimeSpan.FromMinutes(80), facts.Moments.ToResolve);
        Assert.Equal(TimeSpan.FromMinutes(20), facts.Moments.ToDetect);
        Assert.Equal(TimeSpan.FromMinutes(80), Assert.Single(facts.SeverityTimes).Length);
        Assert.Equal(TimeSpan.FromMinutes(80), Assert.Single(facts.Components).Length);
        Assert.Equal(Certainty.Corrected, facts.Moments.Resolved!.From.Certainty);
        Assert.Equal(TimeSpan.FromMinutes(55), facts.Voice.LongestSilence!.Value);
    }

    [Fact]
    public void A_moment_before_the_one_it_is_counted_from_gives_no_length() =>
        Assert.Null(GatherFacts.From(Record(null, Status(60, "1", "5")) with
        {
            Corrections = [new Correction(MomentKind.ImpactStarted, At(90), "Wrong clock.", null)],
        }).Moments.ToResolve);

    [Fact]
    public void A_ticket_that_an_app_reported_was_detected_when_it_was_created() =>
        Assert.Equal(Noon, GatherFacts.From(Record() with { Surroundings = new TicketSurroundings { ReporterIsApp = true } }).Moments.Detected!.Value);

    [Fact]
    public void What_was_delivered_for_one_update_is_one_row_and_every_row_leads_to_its_source()
    {
        var update = Guid.NewGuid();
        var arrived = Enumerable.Range(0, 5000).Select(number => OfUpdate(update, Sent(3 + (number / 1000.0), "email", $"list-{number % 3}", DeliveryState.Delivered)));
        var facts = GatherFacts.From(Record(null, Status(10, "1", "3")) with
        {
            Deliveries = [.. arrived, OfUpdate(update, Sent(4, "email", "list-9", DeliveryState.Failed, "The mailbox is full."))],
            History = History([Change(3, Item("priority", "2", "1", "High", "Highest"))], Comment("1", 5, "A word")),
            Updates = [Said(2, Stage.Investigating)],
            Surroundings = new TicketSurroundings { Approvals = [new TicketApproval("1", "Go public", "approved", At(1), ["Ada"])] },
        });

        var sent = facts.Timeline.Where(row => row.Kind == "delivery").ToList();
        Assert.Equal(2, sent.Count);
        Assert.Equal(5000, sent[0].Sending!.Count);
        Assert.Equal("The mailbox is full.", sent[1].Sending!.Problem);
        Assert.Contains(facts.Timeline, row => row is { Kind: "approval", Actor: "Ada" });
        Assert.All(facts.Timeline, row => Assert.NotNull(row.EvidenceUrl));
    }

    [Fact]
    public void Hints_are_sentences_of_the_ticket_with_their_source()
    {
        var facts = GatherFacts.From(Record() with { History = History([], Comment("1", 5, "We looked. The root cause is a full disk on db-3. Now waiting."), Comment("2", 6, "Nothing here")) });

        var quote = Assert.Single(facts.Quotes, quote => quote.About == QuoteAbout.Cause);
        Assert.Equal("The root cause is a full disk on db-3.", quote.Text);
        Assert.Equal("comment/1", quote.Evidence.Key);
    }

    private static Delivery OfUpdate(Guid update, Delivery delivery) => new()
    {
        InstallationId = delivery.InstallationId,
        Id = delivery.Id,
        IncidentId = delivery.IncidentId,
        UpdateId = update,
        Audience = delivery.Audience,
        Channel = delivery.Channel,
        Destination = delivery.Destination,
        Lane = delivery.Lane,
        State = delivery.State,
        Reason = delivery.Reason,
        DueAt = delivery.DueAt,
        CreatedAt = delivery.CreatedAt,
        FinishedAt = delivery.FinishedAt,
    };

    [Fact]
    public void A_service_that_joined_and_left_is_counted_for_that_time_only()
    {
        var incident = Incident();
        incident.Components.Add(Component("Single sign-on", isAffected: false));
        var record = Record(incident,
            Change(10, Item("customfield_10050", null, null, "Email", "Email, Single sign-on")), Change(25, Item("customfield_10050", null, null, "Email, Single sign-on", "Email"))) with
        {
            Catalog = new SiteCatalog { AffectedServiceFields = ["customfield_10050"] },
        };

        var facts = GatherFacts.From(record);

        Assert.Equal([("Email", TimeSpan.FromMinutes(60)), ("Single sign-on", TimeSpan.FromMinutes(15))], facts.Components.Select(component => (component.Name, component.Length!.Value)));
    }

    [Fact]
    public void A_quote_is_a_whole_sentence_and_sets_no_tone()
    {
        var facts = GatherFacts.From(Record() with
        {
            History = History([], Comment("1", 5, "We see 1.200 users on vpn.acme.example without access. More later."), Comment("2", 6, "Caused by Bob, who forgot to restart it.")),
        });

        Assert.Equal("We see 1.200 users on vpn.acme.example without access.", Assert.Single(facts.Quotes).Text);
    }

    [Fact]
    public void Notes_of_the_app_name_people_and_never_accounts()
    {
        var known = Entry("approval/1", 5, "approval", "Words were approved for legal.", "5b10a");
        var unknown = Entry("approval/2", 6, "approval", "Words were approved for security.", "5b10b");
        (known.Evidence, unknown.Evidence) = ("words/0123456789abcdef0123456789abcdef", "words/1");

        var rows = GatherFacts.From(Record() with { Entries = [known, unknown], Names = new Dictionary<string, string> { ["5b10a"] = "Lena" } }).Timeline.Where(row => row.Kind == "approval").ToList();

        Assert.Equal([("Lena", "words/0123456789ab"), (null, "words/1")], rows.Select(row => (row.Actor, row.Evidence)));
    }
}
