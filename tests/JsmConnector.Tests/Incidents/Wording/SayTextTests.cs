using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using static JsmConnector.Tests.Incidents.Tickets;

namespace JsmConnector.Tests.Incidents.Wording;

public sealed class SayTextTests
{
    private static readonly TextWanted Identified = new("third_party", "customers", "identified", Language.Of("en"));

    [Fact]
    public void Without_an_answer_the_words_are_neutral_and_complete() => Assert.Equal(
        "We are looking into a problem with Email. It began at 12:02 UTC. Next update by 12:20 UTC, sooner if we learn more.",
        CustomerWords.Of(Telling(Stage.Investigating), InstallationSettings.Default));

    [Fact]
    public void Answers_become_sentences_and_none_known_is_one() => Assert.Equal(
        "We know what is causing the problem with Email and are working on it. Cause: a full disk. What you may notice: mail arrives late. What you can do meanwhile: none known. Next update by 12:20 UTC.",
        CustomerWords.Of(Telling(Stage.Identified) with { Answers = Answered(("work.cause_public", "a full disk"), ("impact.summary_public", "mail arrives late."), ("work.workaround", "None known")) }, InstallationSettings.Default));

    /// <summary>A ticket in progress tells that somebody works on it, not that the cause is known.</summary>
    [Theory]
    [InlineData(null, "We are working on the problem with Email. Next update by 12:20 UTC.")]
    [InlineData("None known", "We are working on the problem with Email. Cause: none known. Next update by 12:20 UTC.")]
    public void No_cause_is_claimed_that_nobody_named(string? cause, string words) => Assert.Equal(
        words, CustomerWords.Of(Telling(Stage.Identified) with { Answers = cause is null ? Answers.Nothing : Answered(("work.cause_public", cause)) }, InstallationSettings.Default));

    [Theory]
    [InlineData("employees", "investigating", "Gestört: unsere Dienste.")]
    [InlineData("customers", "investigating", "Wir untersuchen ein Problem mit unseren Diensten.")]
    [InlineData("customers", "scope", "Das Problem betrifft jetzt: unsere Dienste (Teilausfall).")]
    public void An_incident_without_components_is_told_in_the_right_case(string audience, string about, string begin)
    {
        var telling = Telling(Stage.Investigating);
        telling.Incident.Components.Clear();
        var said = SayText.ToAudience(new TextWanted("outage", audience, about, Language.Of("de")), KnownFacts.Of(telling, Language.Of("de"), new WordSettings()), new WordSettings());

        Assert.StartsWith(begin, said.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("customers", "investigating", "Wir untersuchen ein Problem mit A, B, C, D, E und 2 weiteren.")]
    [InlineData("customers", "scope", "Das Problem betrifft jetzt: A, B, C, D, E und 2 weitere (Teilausfall).")]
    [InlineData("support", "withdrawn", "OPS-7: Die Meldung zu A, B, C, D, E und 2 weiteren wurde zurückgenommen")]
    public void Many_components_are_counted_in_the_right_case(string audience, string about, string begin)
    {
        var telling = Telling(Stage.Investigating);
        var one = telling.Incident.Components[0];
        telling.Incident.Components.Clear();
        telling.Incident.Components.AddRange("ABCDEFG".Select(name => new IncidentComponent { InstallationId = one.InstallationId, IncidentId = one.IncidentId, ComponentId = new(Guid.NewGuid()), Name = $"{name}" }));
        var said = SayText.ToAudience(new TextWanted("outage", audience, about, Language.Of("de")), KnownFacts.Of(telling, Language.Of("de"), new WordSettings()), new WordSettings());

        Assert.StartsWith(begin, said.Text, StringComparison.Ordinal);
    }

    /// <summary>An answer within a sentence: "none known" there would be a supplier, or a time, of that name.</summary>
    [Theory]
    [InlineData("third_party", "customers", "investigating", "en", "upstream.public_name", "with a supplier whose service we use. We are")]
    [InlineData("third_party", "employees", "identified", "de", "upstream.public_name", "bei einem Anbieter, dessen Dienst wir nutzen.")]
    [InlineData("third_party", "customers", "monitoring", "en", "upstream.recovered_at", "We are watching whether it holds. Next update")]
    [InlineData("storage_provider", "customers", "identified", "en", "upstream.public_name", "saving them may fail. Next update")]
    [InlineData("maintenance", "customers", "scheduled", "en", "maintenance.starts_at", "We will work on Email. Next update")]
    [InlineData("maintenance", "customers", "in_progress", "de", "maintenance.ends_at", "Die Arbeiten an Email haben begonnen. Nächste")]
    public void None_known_is_never_said_as_a_name_or_a_time(string incidentClass, string audience, string about, string language, string name, string words)
    {
        var (wanted, telling) = (new TextWanted(incidentClass, audience, about, Language.Of(language)), Telling(Stage.Identified) with { Answers = Answered((name, "None known")) });

        Assert.Contains(words, SayText.ToAudience(wanted, KnownFacts.Of(telling, wanted.Language, new WordSettings()), new WordSettings()).Text, StringComparison.Ordinal);
    }

    /// <summary>Names, and words that somebody reads elsewhere: whoever is called so is no answer to a question.</summary>
    [Theory]
    [InlineData("impact.components", "customers", "Nothing", "We are looking into a problem with Nothing.")]
    [InlineData("impact.components", "customers", "Unknown", "We are looking into a problem with Unknown.")]
    [InlineData("update.customer_words", "core", "Not known.", "Customers read: Not known.")]
    public void What_the_app_itself_knows_is_printed_as_it_is(string name, string audience, string value, string words)
    {
        var wanted = new TextWanted("outage", audience, "investigating", Language.Of("en"));
        var facts = KnownFacts.Of(Telling(Stage.Investigating), wanted.Language, new WordSettings()).ToDictionary();
        facts[name] = value;

        Assert.Contains(words, SayText.ToAudience(wanted, facts, new WordSettings()).Text, StringComparison.Ordinal);
    }

    /// <summary>That nobody knows something yet is other news than that there is none of it.</summary>
    [Theory]
    [InlineData("customers", "investigating", "en", "impact.scope", "unknown", "Who is affected: not known yet.")]
    [InlineData("customers", "investigating", "de", "impact.scope", "Unbekannt.", "Wer betroffen ist: noch nicht bekannt.")]
    [InlineData("customers", "investigating", "de", "impact.scope", "none known", "Wer betroffen ist: nichts bekannt.")]
    [InlineData("customers", "investigating", "de", "impact.scope", " None known . ", "Wer betroffen ist: nichts bekannt.")]
    [InlineData("customers", "identified", "en", "work.cause_public", "not known", "We are working on the problem with Email. Cause: not known yet.")]
    [InlineData("customers", "resolved", "en", "customer.action_required", "None known", "What you need to do: nothing.")]
    [InlineData("customers", "resolved", "de", "customer.action_required", "none", "Was Sie tun müssen: nichts.")]
    [InlineData("executives", "investigating", "en", "work.decision_needed", "none", "What you need to decide: nothing.")]
    [InlineData("executives", "investigating", "de", "work.decision_needed", "none", "Was Sie entscheiden müssen: nichts.")]
    [InlineData("core", "correction", "de", "correction.effect", "none", "Was das bedeutet: nichts.")]
    [InlineData("core", "identified", "en", "update.what_changed", "none", "New since the last update: nothing.")]
    [InlineData("core", "identified", "de", "work.owner", "none", "Zuständig: noch niemand.")]
    [InlineData("executives", "investigating", "en", "roles.commander", "none", "Lead: nobody yet.")]
    [InlineData("executives", "identified", "en", "work.eta_internal", "none known", "Expected end, not for customers: not known yet.")]
    [InlineData("executives", "identified", "de", "work.confidence", "none", "Wie sicher wir sind: noch nicht bekannt.")]
    [InlineData("employees", "identified", "en", "work.workaround", "none known", "What you can do meanwhile: none known.")]
    public void An_answer_that_names_nothing_is_said_as_its_question_wants_it(string audience, string about, string language, string name, string answer, string words) =>
        Assert.Contains(words, Say("outage", audience, about, language, (name, answer)), StringComparison.Ordinal);

    [Theory]
    [InlineData("outage", "customers", "monitoring", "work.fix_public")]
    [InlineData("outage", "support", "investigating", "support.do_not_say")]
    [InlineData("outage", "support", "investigating", "support.tag")]
    [InlineData("data_loss", "customers", "investigating", "customer.stop_action")]
    [InlineData("third_party", "customers", "investigating", "upstream.status_url")]
    [InlineData("full_outage", "customers", "investigating", "links.alt_contact")]
    [InlineData("outage", "customers", "withdrawn", "retraction.reason")]
    [InlineData("data_loss", "customers", "resolved", "impact.data_outcome")]
    [InlineData("security", "support", "resolved", "security.outcome")]
    [InlineData("outage", "customers", "resolved", "impact.summary_public")]
    [InlineData("outage", "core", "investigating", "roles.chat_url")]
    [InlineData("outage", "core", "monitoring", "work.fix_description")]
    [InlineData("outage", "executives", "withdrawn", "retraction.apology")]
    [InlineData("outage", "support", "monitoring", "support.verify_steps")]
    [InlineData("outage", "support", "resolved", "support.bulk_reply")]
    [InlineData("outage", "support", "resolved", "support.reopen_rule")]
    [InlineData("third_party", "customers", "resolved", "upstream.our_followup")]
    public void What_there_is_none_of_is_not_always_worth_a_word(string incidentClass, string audience, string about, string name) =>
        Assert.Equal(Say(incidentClass, audience, about, "en"), Say(incidentClass, audience, about, "en", (name, "none known")));

    /// <summary>"Say: none known" would be said.</summary>
    [Theory]
    [InlineData("none known")]
    [InlineData("unknown")]
    public void Support_for_whom_nobody_has_words_says_what_customers_read(string answer)
    {
        var telling = Telling(Stage.Identified) with { CustomerWords = "Mail is late.", Answers = Answered(("support.say", answer)) };
        var said = SayText.ToAudience(Identified with { Class = "outage", Audience = "support" }, KnownFacts.Of(telling, Language.Of("en"), new WordSettings()), new WordSettings()).Text;

        Assert.Contains("- Say: Mail is late.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Customers read", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_took_the_lead_is_named_although_somebody_knew_of_nobody()
    {
        var telling = Telling(Stage.Investigating) with { Answers = Answered(("roles.comms_lead", "none")) };
        telling.Incident.CommunicationLeadName = "Ada";

        Assert.Equal("Ada", KnownFacts.Of(telling, Language.Of("en"), new WordSettings())["roles.comms_lead"]);
    }

    /// <summary>An answer stands for later updates: what was measured, and who was affected, before the fix.</summary>
    [Theory]
    [InlineData("performance", "customers", "en", "impact.metric_plain", "Last measured: x.")]
    [InlineData("high_load", "core", "de", "impact.metric_plain", "- Zuletzt gemessen: x.")]
    [InlineData("partial_outage", "customers", "en", "impact.scope", "Who was affected: x.")]
    [InlineData("partial_outage", "employees", "de", "impact.not_affected", "Was wie gewohnt funktionierte: x.")]
    [InlineData("partial_outage", "support", "en", "impact.not_affected", "- Worked as usual: x.")]
    public void Nothing_of_before_the_fix_is_said_of_now(string incidentClass, string audience, string language, string name, string words) =>
        Assert.Contains(words, Say(incidentClass, audience, "monitoring", language, (name, "x")), StringComparison.Ordinal);

    /// <summary>Where customers read that measures are watched, or that data is being checked, nobody else hears that all is well.</summary>
    [Theory]
    [InlineData("security", "support", null, "de", "monitoring", "behoben")]
    [InlineData("security", "executives", null, "de", "monitoring", "behoben")]
    [InlineData("data_loss", "support", null, "de", "monitoring", "behoben")]
    [InlineData("security", "customers", "sms", "de", "monitoring", "behoben")]
    [InlineData("security", "customers", "push", "en", "monitoring", "Fix")]
    [InlineData("data_loss", "customers", "push", "de", "monitoring", "behoben")]
    [InlineData("security", "customers", null, "de", "resolved", "behoben")]
    [InlineData("security", "customers", null, "en", "resolved", "The problem")]
    [InlineData("security", "customers", "sms", "en", "resolved", "Over")]
    public void A_security_matter_and_lost_data_are_not_said_to_be_solved(string incidentClass, string audience, string? form, string language, string about, string words)
    {
        var wanted = new TextWanted(incidentClass, audience, about, Language.Of(language)) { Form = form };
        var facts = KnownFacts.Of(Telling(Stages.Of(about)), wanted.Language, new WordSettings());

        Assert.DoesNotContain(words, (form is null ? SayText.ToAudience(wanted, facts, new WordSettings()) : SayText.ToChannel(wanted, facts, new WordSettings())!).Text, StringComparison.Ordinal);
    }

    /// <summary>A deadline of the authorities runs on while the cause is found, and after the end.</summary>
    [Theory]
    [InlineData("data_loss", "core", "identified", "GDPR 72 hours")]
    [InlineData("data_loss", "executives", "resolved", "GDPR 72 hours")]
    [InlineData("security", "core", "resolved", "NIS2 24 hours")]
    [InlineData("security", "executives", "resolved", "NIS2 24 hours")]
    public void Deadlines_are_named_as_long_as_they_run(string incidentClass, string audience, string about, string words) =>
        Assert.Contains(words, Say(incidentClass, audience, about, "en"), StringComparison.Ordinal);

    /// <summary>Words of a person about planned work reach support at its end too.</summary>
    [Theory]
    [InlineData("scheduled"), InlineData("in_progress"), InlineData("verifying"), InlineData("completed"), InlineData("cancelled"), InlineData(Subjects.EndedEarly), InlineData(Subjects.WindowOver)]
    public void Support_reads_what_customers_read_of_planned_work(string about)
    {
        Dictionary<string, string?> facts = new(StringComparer.Ordinal) { ["incident.key"] = "OPS-7", ["support.say"] = "All done.", [FactNames.CustomerWords] = "All done." };

        Assert.Contains("All done.", SayText.ToAudience(new TextWanted("maintenance", "support", about, Language.Of("en")), facts, new WordSettings()).Text, StringComparison.Ordinal);
    }

    /// <summary>A ticket that plans its work no more does not tell whether it is done another time.</summary>
    [Theory]
    [InlineData("core", "en", "OPS-7: the work will not take place as planned.")]
    [InlineData("support", "de", "OPS-7: Die Arbeiten finden nicht wie geplant statt.")]
    [InlineData("employees", "en", "Work will not take place as planned: ")]
    public void Nobody_inside_hears_more_of_planned_work_than_customers(string audience, string language, string begin) =>
        Assert.StartsWith(begin, Say("maintenance", audience, "cancelled", language), StringComparison.Ordinal);

    /// <summary>When work ends is a plan; and "Before: 24 Nov" is a deadline to whoever is in a hurry.</summary>
    [Theory]
    [InlineData("in_progress", "sms", "en", "maintenance.ends_at", "planned until 15:00 UTC.")]
    [InlineData("in_progress", "push", "de", "maintenance.ends_at", "Die Arbeiten laufen, geplant bis 15:00 UTC.")]
    [InlineData("scheduled", "sms", "en", FactNames.MovedFrom, "Moved from 15:00 UTC.")]
    [InlineData("scheduled", "push", "de", FactNames.MovedFrom, "Bisher: 15:00 UTC.")]
    public void Times_of_planned_work_are_not_said_short_of_the_truth(string about, string form, string language, string name, string words)
    {
        Dictionary<string, string?> facts = new(StringComparer.Ordinal) { ["incident.public_title"] = "Planned work", [name] = "15:00 UTC" };

        Assert.Contains(words, SayText.ToChannel(new TextWanted("maintenance", "customers", about, Language.Of(language)) { Form = form }, facts, new WordSettings())!.Text, StringComparison.Ordinal);
    }

    /// <summary>"Sie waren geplant" greets its reader, and "für 24. Nov." is in no case.</summary>
    [Theory]
    [InlineData("support"), InlineData("employees"), InlineData("customers")]
    public void A_day_in_german_follows_a_label(string audience)
    {
        var said = Say("maintenance", audience, "cancelled", "de", ("maintenance.starts_at", "24. Nov. 2026, 09:00 UTC"));

        Assert.Contains("Geplant war: 24. Nov. 2026, 09:00 UTC.", said, StringComparison.Ordinal);
    }

    /// <summary>Where "Sie" could be the words or the work, a reader in a hurry takes it for themselves.</summary>
    [Fact]
    public void In_german_readers_are_not_told_that_they_were_corrected_or_planned() => Assert.Empty(
        from text in BuiltInTexts.All
        where text.Language == "de" && new[] { "Sie wurden", "Sie lauteten", "Sie waren" }.Any(words => BuiltInTexts.Find(text.Class, text.Audience, "de", text.Section)!.Contains(words, StringComparison.Ordinal))
        select text);

    [Theory]
    [InlineData("core", "en", "planned work from Monday at nine.")]
    [InlineData("employees", "de", "Ab Monday at nine.")]
    [InlineData("customers", "de", "Wir planen Arbeiten an Email ab Monday at nine.")]
    public void Work_whose_end_nobody_named_has_a_begin_alone(string audience, string language, string words)
    {
        var (wanted, telling) = (new TextWanted("maintenance", audience, "scheduled", Language.Of(language)), Telling(Stage.Identified) with { Answers = Answered(("maintenance.starts_at", "Monday at nine")) });

        Assert.Contains(words, SayText.ToAudience(wanted, KnownFacts.Of(telling, wanted.Language, new WordSettings()), new WordSettings()).Text, StringComparison.Ordinal);
    }

    /// <summary>The update that was wrong need not be the last one.</summary>
    [Fact]
    public void A_correction_names_no_time_of_another_update()
    {
        var telling = Telling(Stage.Identified);
        var last = new IncidentUpdate
        {
            InstallationId = telling.Incident.InstallationId,
            Id = new(Guid.NewGuid()),
            IncidentId = telling.Incident.Id,
            Stage = Stage.Identified,
            Severity = Severity.Major,
            CustomerWords = "Words.",
            PublishedAt = Noon.AddMinutes(-3),
            Number = 2,
        };

        Assert.Equal(
            "This corrects an earlier update about Email. In fact: nothing is lost. Next update by 12:20 UTC.",
            CustomerWords.Of(telling with { About = Subjects.Correction, Before = [last], Answers = Answered(("correction.right", "nothing is lost")) }, InstallationSettings.Default));
    }

    [Fact]
    public void The_end_names_begin_end_and_length() => Assert.Equal(
        "The problem with Email ended at 13:07 UTC. It began at 12:02 UTC and lasted 1 hour 5 minutes.",
        CustomerWords.Of(Telling(Stage.Resolved) with { At = Noon.AddMinutes(65), NextUpdateAt = null }, InstallationSettings.Default));

    [Fact]
    public void A_page_in_german_is_told_in_german() => Assert.Equal(
        "Wir untersuchen ein Problem mit Email. Es besteht seit 12:02 UTC. Nächste Nachricht bis 12:20 UTC, früher, wenn wir mehr wissen.",
        CustomerWords.Of(Telling(Stage.Investigating), InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = PageSettings.Default with { Language = "de" } }] }));

    [Fact]
    public void A_late_word_owns_up_and_an_earlier_promise_says_so() => Assert.Equal(
        "This comes 7 minutes later than promised. The problem now affects Email (partial outage). Next update by 12:20 UTC, earlier than we said before.",
        CustomerWords.Of(Telling(Stage.Identified) with { About = Subjects.Scope, Late = TimeSpan.FromMinutes(7), IsEarlier = true }, InstallationSettings.Default));

    [Fact]
    public void A_text_of_the_site_wins_for_its_class_and_those_below_it()
    {
        var own = Own("third_party", "customers", "identified", "We wait for our supplier. {{ addition }}");

        Assert.StartsWith("We wait for our supplier. The problem lies with a supplier", Say(Identified, own).Text, StringComparison.Ordinal);
        Assert.StartsWith("We are working on the problem with Email.", Say(Identified with { Class = "performance" }, own).Text, StringComparison.Ordinal);
        Assert.Equal("words.templates[0]", Say(Identified, own).Template);
    }

    [Fact]
    public void A_nearer_class_wins_over_a_general_text_of_the_site()
    {
        var own = Own("outage", "customers", "identified", "General.");

        Assert.StartsWith("We are working on a security matter", Say(Identified with { Class = "security" }, own).Text, StringComparison.Ordinal);
        Assert.Equal("General.", Say(Identified with { Class = "partial_outage" }, own).Text);
    }

    [Theory]
    [InlineData("Fine.\n{{ for", 2)]
    [InlineData("{{ incident.key }}", 1)]
    [InlineData("One.\nTwo. {{ nobody.knows }}", 2)]
    [InlineData("{{ for i in 1..100000 }}x{{ end }}", 1)]
    public void A_text_that_fails_holds_nobody_up_and_names_its_place(string text, int line)
    {
        var said = Say(Identified, Own("third_party", "customers", "identified", text));

        Assert.StartsWith("We are working on the problem with Email.", said.Text, StringComparison.Ordinal);
        var problem = Assert.Single(said.Problems);
        Assert.Equal(("words.templates[0]", line), (problem.Template, problem.Line));
        Assert.True(problem.Column > 0);
    }

    [Fact]
    public void The_last_version_that_works_speaks_for_one_that_fails()
    {
        var own = new WordSettings { Templates = [new TextOfTheSite { Class = "third_party", Audience = "customers", About = "identified", Text = "{{ newest.fails }}", Before = ["{{ so.does.this }}", "This one worked.", "Older."] }] };

        var said = Say(Identified, own);

        Assert.Equal(("This one worked.", "words.templates[0].before[1]"), (said.Text, said.Template));
        Assert.Equal(["words.templates[0]", "words.templates[0].before[0]"], said.Problems.Select(problem => problem.Template));
    }

    [Fact]
    public void Each_text_keeps_what_stood_in_its_place_and_nobody_writes_that_from_outside()
    {
        var held = InstallationSettings.Default with { Words = Own("outage", "customers", "identified", "1") };
        foreach (var text in new[] { "2", "3", "2", "4", "5" })
            held = EarlierTexts.Keep(held with { Words = new WordSettings { Templates = [held.Words.Templates[0] with { Text = text, Before = ["forged"] }] } }, held);

        Assert.Equal(["4", "2", "3"], held.Words.Templates[0].Before!);
        Assert.Equal(["4", "2", "3"], EarlierTexts.Keep(held with { Words = Own("outage", "customers", "identified", "5") }, held).Words.Templates[0].Before!);
        Assert.Null(EarlierTexts.Keep(held with { Words = Own("outage", "customers", "monitoring", "5") }, held).Words.Templates[0].Before);
    }

    [Fact]
    public void A_text_for_a_channel_is_used_there_only()
    {
        var own = new WordSettings { Templates = [new TextOfTheSite { Class = "outage", Audience = "customers", About = "identified", Channel = "slack", Text = "For the chat." }] };

        Assert.Equal("For the chat.", SayText.ToChannel(Identified with { Channel = "slack" }, Facts(), own)?.Text);
        Assert.Null(SayText.ToChannel(Identified with { Channel = "teams" }, Facts(), own));
        Assert.StartsWith("We are working", Say(Identified, own).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audience_of_the_site_reads_what_customers_read_and_nothing_internal()
    {
        var said = Say(Identified with { Audience = "partners" }, new WordSettings());

        Assert.Equal(Say(Identified, new WordSettings()).Text, said.Text);
        Assert.Single(Say(Identified with { Audience = "partners" }, Own("outage", "partners", "identified", "{{ work.cause_internal }}")).Problems);
    }

    [Fact]
    public void A_line_break_is_a_space_an_empty_line_a_paragraph_and_a_list_stays_a_list() =>
        Assert.Equal("One. Two.\n\nThree:\n- a\n- b\n\nEnd.", FoldText.Of(FoldText.Mark("One.\n  Two.  \n\n\nThree:\n- a\n- b\n\nEnd.\n")));

    [Fact]
    public void A_line_that_says_nothing_leaves_no_trace() => Assert.Equal("One. Two.", FoldText.Of("One.\n\n\nTwo."));

    [Theory]
    [InlineData("impact.scope", "Some customers", null)]
    [InlineData("incident.key", "OPS-1", "There is no such question.")]
    [InlineData("colour", "red", "There is no such question.")]
    [InlineData("impact.scope", "a\u0000b", "The answer holds control characters.")]
    public void Only_questions_are_answered(string name, string answer, string? reason) => Assert.Equal(reason, Answers.Mistake(Answered((name, answer)))?.Reason);

    [Fact]
    public void An_answer_stands_until_it_is_replaced_or_taken_back() => Assert.Equal(
        [("a", "2"), ("c", "4")],
        Answers.After(Answered(("a", "1"), ("b", "3")), Answered(("a", "2"), ("b", " "), ("c", "4"))).Select(answer => (answer.Key, answer.Value)).Order());

    private static SaidText Say(TextWanted wanted, WordSettings settings) => SayText.ToAudience(wanted, Facts(), settings);

    private static WordSettings Own(string incidentClass, string audience, string about, string text) =>
        new() { Templates = [new TextOfTheSite { Class = incidentClass, Audience = audience, About = about, Text = text }] };

    private static IReadOnlyDictionary<string, string?> Facts() => KnownFacts.Of(Telling(Stage.Identified), Language.Of("en"), new WordSettings());

    internal static Telling Telling(Stage stage)
    {
        var state = new IncidentState
        {
            IssueKey = "OPS-7",
            Stage = stage,
            TicketStage = stage,
            Severity = Severity.Major,
            WorstSeverity = Severity.Major,
            StartedAt = Noon,
            SnapshotAt = Noon,
            Published = true,
            ResolvedAt = stage.IsOpen() ? null : Noon.AddMinutes(65),
            Components = ["Email"],
        };
        return new Telling
        {
            Incident = SketchIncident.Of(new InstallationId(Guid.NewGuid()), "10042", state, Noon.AddMinutes(18)),
            Stage = stage,
            About = stage.Name(),
            At = Noon,
            NextUpdateAt = Noon.AddMinutes(18),
        };
    }

    internal static Dictionary<string, string> Answered(params (string Name, string Answer)[] answers) => answers.ToDictionary(answer => answer.Name, answer => answer.Answer);

    /// <summary>That somebody who broke in is gone, nobody can know: customers read that the matter was closed, and so does everybody.</summary>
    [Theory]
    [InlineData("support", "en", "the security matter that concerned Email was closed at ")]
    [InlineData("executives", "de", "Das sicherheitsrelevante Ereignis bei Email ist seit ")]
    public void A_security_matter_is_closed_and_not_over(string audience, string language, string words)
    {
        var said = Say("security", audience, "resolved", language);

        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("behoben", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ended at", said, StringComparison.Ordinal);
    }

    /// <summary>Whoever reads the latest word alone needs the warning in it.</summary>
    [Theory]
    [InlineData("data_loss", "support", "identified", "en", "- Data may be missing or wrong.")]
    [InlineData("data_loss", "customers", "identified", "de", "Daten können fehlen oder falsch sein.")]
    [InlineData("data_loss", "executives", "monitoring", "en", "- Where personal data is concerned, a reporting deadline may be running")]
    [InlineData("security", "core", "identified", "en", "- This is a security incident. Please speak about it only with the people who handle it and with legal.")]
    [InlineData("security", "executives", "monitoring", "de", "- Möglicherweise laufen Meldefristen")]
    [InlineData("security", "support", "identified", "en", "- This is a security matter. Please say no more than customers read.")]
    [InlineData("outage", "executives", "holding", "en", "the promised update on Email did not come")]
    [InlineData("outage", "employees", "resolved", "en", "If you still see a problem, please open a ticket.")]
    public void A_warning_stands_at_every_stage_while_it_holds(string incidentClass, string audience, string about, string language, string words) =>
        Assert.Contains(words, Say(incidentClass, audience, about, language), StringComparison.Ordinal);

    private static string Say(string incidentClass, string audience, string about, string language, params (string, string)[] answers)
    {
        var (wanted, telling) = (new TextWanted(incidentClass, audience, about, Language.Of(language)), Telling(Stages.Of(about)) with { Answers = Answered(answers) });
        return SayText.ToAudience(wanted, KnownFacts.Of(telling, wanted.Language, new WordSettings()), new WordSettings()).Text;
    }
}
