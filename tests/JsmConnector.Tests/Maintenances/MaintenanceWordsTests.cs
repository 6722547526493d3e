using JsmConnector.Installations.Settings;
using JsmConnector.Maintenances;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Maintenances;

/// <summary>What pages say of planned work where nobody wrote anything.</summary>
public sealed class MaintenanceWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("en", "scheduled", "We will work on Email and Calendar from 14:00 UTC to 15:00 UTC.")]
    [InlineData("de", "scheduled", "Wir planen Arbeiten an Email und Calendar von 14:00 UTC bis 15:00 UTC.")]
    [InlineData("en", "in_progress", "The work on Email and Calendar has begun and is planned to end by 15:00 UTC.")]
    [InlineData("de", "verifying", "Die Arbeiten an Email und Calendar sind beendet. Wir prüfen, ob alles funktioniert.")]
    [InlineData("de", "cancelled", "Die Arbeiten an Email und Calendar finden nicht wie geplant statt. Geplant war: 14:00 UTC.")]
    [InlineData("en", "cancelled", "The work on Email and Calendar that was planned for 14:00 UTC will not take place as planned.")]
    [InlineData("en", "ended_early", "The work on Email and Calendar will not go on as planned.")]
    [InlineData("de", "window_over", "Die für die Arbeiten an Email und Calendar geplante Zeit ist abgelaufen. Dass die Arbeiten beendet sind, ist noch nicht bestätigt.")]
    public void They_are_the_texts_of_the_class_in_the_language_of_the_page(string language, string about, string words) =>
        Assert.Equal(words, MaintenanceWords.Of(Work(), about, ["Email", "Calendar"], null, Noon, In(language)));

    [Fact]
    public void A_new_time_names_the_old_one() => Assert.Equal(
        "We will work on Email from 14:00 UTC to 15:00 UTC. It was planned for 13:00 UTC before.",
        MaintenanceWords.Of(Work(), "scheduled", ["Email"], Noon.AddHours(1), Noon, In("en")));

    [Fact]
    public void Work_that_took_longer_says_how_much() => Assert.Equal(
        "The work on our services is finished. Finished at: 15:12 UTC. Minutes longer than planned: 12.",
        MaintenanceWords.Of(Work(Noon.AddHours(3).AddMinutes(12.5)), "completed", [], null, Noon, In("en")));

    [Fact]
    public void A_text_of_the_site_speaks_first() => Assert.Equal(
        "Acme is back: Planned work.",
        MaintenanceWords.Of(Work(), "completed", [], null, Noon, In("en") with
        {
            Words = new WordSettings { Company = "Acme", Templates = [new TextOfTheSite { Class = "maintenance", Audience = "customers", About = "completed", Language = "en", Text = "{{ company }} is back: {{ incident.public_title }}." }] },
        }));

    [Theory]
    [InlineData(MaintenanceStage.Scheduled, MaintenanceStage.InProgress, true, "in_progress")]
    [InlineData(MaintenanceStage.InProgress, MaintenanceStage.Completed, false, "completed")]
    [InlineData(MaintenanceStage.InProgress, MaintenanceStage.Completed, true, "window_over")]
    [InlineData(MaintenanceStage.Scheduled, MaintenanceStage.Cancelled, false, "cancelled")]
    [InlineData(MaintenanceStage.InProgress, MaintenanceStage.Cancelled, false, "ended_early")]
    [InlineData(MaintenanceStage.Verifying, MaintenanceStage.Cancelled, false, "ended_early")]
    public void Nothing_is_said_that_nobody_knows(MaintenanceStage before, MaintenanceStage stage, bool isByClock, string about) =>
        Assert.Equal(about, MaintenanceWords.About(before, stage, isByClock));

    [Theory]
    [InlineData("en", "Scheduled maintenance of Email", "Scheduled maintenance")]
    [InlineData("de", "Geplante Wartung von Email", "Geplante Wartung")]
    public void Its_title_is_in_the_language_of_the_page(string language, string one, string none)
    {
        Assert.Equal(one, MaintenanceWords.Title(["Email"], Language.Of(language)));
        Assert.Equal(none, MaintenanceWords.Title([], Language.Of(language)));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("support")]
    [InlineData("executives")]
    public void Readers_of_lists_find_what_a_person_wrote_at_every_point(string audience)
    {
        foreach (var (about, language) in from about in new[] { "scheduled", "in_progress", "verifying", "completed", "cancelled", "ended_early", "window_over" } from language in Language.All select (about, language))
            Assert.Contains("Search is slow until noon.", Said(Work(), ["Email"], audience, language.Tag, "Search is slow until noon.", about), StringComparison.Ordinal);
    }

    /// <summary>The site may have changed its text since.</summary>
    [Fact]
    public void Customers_hear_what_the_page_says_word_by_word_and_others_of_another_language_their_own()
    {
        Assert.Equal("Done.", Said(Work(), ["Email"], "customers", "en", null, "completed"));
        Assert.Equal("Die Arbeiten an Email sind abgeschlossen.", Said(Work(), ["Email"], "customers", "de", null, "completed"));
    }

    [Fact]
    public void A_text_of_the_site_names_the_title_in_the_language_of_its_readers()
    {
        var work = Work();
        work.Title = "Scheduled maintenance of Email";
        var settings = In("en") with
        {
            Words = new WordSettings { Templates = [new TextOfTheSite { Class = "maintenance", Audience = "employees", About = "completed", Language = "de", Text = "Neu: {{ incident.public_title }}." }] },
        };

        Assert.Equal("Neu: Geplante Wartung von Email.", Said(work, ["Email"], "employees", "de", null, "completed", settings));
    }

    [Theory]
    [InlineData("Scheduled maintenance of Email", "Geplante Wartung von Email")]
    [InlineData("Scheduled maintenance of email", "Geplante Wartung von Email")]
    [InlineData("Geplante Wartung von Email", "Geplante Wartung von Email")]
    [InlineData("New cables for Email", "New cables for Email")]
    public void A_title_that_the_app_made_is_read_in_ones_own_language_also_after_the_page_has_changed_hers(string title, string read)
    {
        var work = Work();
        work.Title = title;

        Assert.Equal(read, MaintenanceWords.TitleIn(work, ["Email"], Language.Of("de")));
    }

    private static string Said(Maintenance work, IReadOnlyList<string> components, string audience, string language, string? written, string about, InstallationSettings? settings = null) => MaintenanceWords.For(
        work,
        (new MaintenanceUpdate { InstallationId = work.InstallationId, Id = Guid.Empty, MaintenanceId = work.Id, Number = 2, Stage = MaintenanceStage.Completed, About = about, Words = written ?? "Done.", IsWritten = written is not null, PublishedAt = Noon }, null),
        components, audience, Language.Of(language), ("slack", null), (null, null), settings ?? In("en")).Text;

    private static InstallationSettings In(string language) =>
        InstallationSettings.Default with { StatusPages = [StatusPageSettings.BuiltIn with { Page = PageSettings.Default with { Language = language } }] };

    private static Maintenance Work(DateTimeOffset? completed = null) => new()
    {
        InstallationId = new InstallationId(Guid.Empty),
        Id = new MaintenanceId(Guid.Empty),
        Title = "Planned work",
        ScheduledFor = Noon.AddHours(2),
        ScheduledUntil = Noon.AddHours(3),
        Automatic = true,
        ComponentIds = [],
        CreatedAt = Noon,
        CompletedAt = completed,
    };
}
