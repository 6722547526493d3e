using JsmConnector.Administration.Access;
using JsmConnector.Administration.Destinations;
using JsmConnector.Administration.Rules;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Platform.Languages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.Tests.Administration;

/// <summary>Rules as rows of text, and back: nothing is lost that the table does not show, and nothing is kept that it took away.</summary>
public sealed class EditRulesTests
{
    private static readonly RuleOptions Site = new(new Dictionary<string, IReadOnlyList<RuleOption>?>
    {
        [OptionLists.Projects] = [new("OPS", "IT Operations (OPS)")],
        [OptionLists.RequestTypes] = [new("25", "Report an outage (25)")],
        [OptionLists.Priorities] = [new("1", "Highest")],
    });

    private static readonly InstallationSettings Full = InstallationSettings.Default with
    {
        Rules = new RuleSettings
        {
            ExcludedLabels = ["drill"],
            Fields = new RuleFields { Impact = "customfield_1", Urgency = "customfield_2", Components = ["customfield_3"] },
            Incidents = [new IncidentRule { Name = "mine", Projects = ["OPS"], RequestTypes = ["25"], When = "labels = a" }, new IncidentRule { Projects = ["HR"], IsIncident = false }, new IncidentRule()],
            Severity = [new SeverityRule { Projects = ["OPS"], Impact = "Big", Urgency = "Now", Severity = 1 }, new SeverityRule { Priority = "1", Severity = 2 }],
            Components = [new ComponentRule { From = "mail-eu", Kind = "service", To = ["Email", "Calendar"] }, new ComponentRule { From = "internal", To = [] }],
            Effects = [new EffectRule { Severity = 2, Components = ["Email"], State = "degraded_performance" }],
            Classes = [new ClassRule { When = "labels = breach", Class = "security" }],
            PlannedWork = [new PlannedWorkRule { Projects = ["CHG"], Start = "customfield_5", End = "customfield_6" }],
            Portals = [new PortalRule { Portal = "2", Components = [] }],
        },
        Audiences = [new AudienceSettings { Name = "core", QuietHours = new QuietHours { From = new TimeOnly(22, 0), Until = new TimeOnly(7, 0) } }],
        Promises = new PromiseSettings { HoldingPosts = false, Minutes = new Dictionary<string, int> { ["1"] = 15, ["3"] = 45 } },
        Tickets = new TicketSettings { PublicComments = [new CommentRule { Projects = ["OPS"], Policy = "draft" }], Log = true },
        Words = new WordSettings { Company = "Acme", Approvers = [new ApproverSettings { Role = "legal", People = ["5b10a"] }] },
        Postmortems = new PostmortemSettings
        {
            Delay = TimeSpan.FromMinutes(30),
            Policy = [new PostmortemRule { Severities = [1, 2], Classes = ["security"], Need = "required" }],
            Templates = [new PostmortemTemplateRule { Projects = ["OPS"], Internal = "google-sre" }],
            Review = new ReviewSettings { AuthorMayApprove = true, Holidays = [new DateOnly(2026, 12, 25)], WorkingDays = ["monday", "sunday"], TimeZone = "Europe/Berlin" },
            Publishing = new PublishingSettings { StatusPages = [], Confluence = new ConfluenceSettings { Token = "a-token", Spaces = [new ConfluenceSpace { Space = "OPS" }] } },
        },
        StatusPages =
        [
            new StatusPageSettings
            {
                Id = "main",
                Provider = "builtin",
                Page = new PageSettings
                {
                    Access = "link",
                    Subscriptions = [],
                    Groups = [new PageGroupSettings { Name = "Office", Components = ["Email", "Chat"], Groups = [new PageGroupSettings { Name = "Abroad", Components = ["Email abroad"] }] }],
                    Descriptions = new Dictionary<string, string> { ["Email"] = "Sends = receives." },
                    Branding = new PageBranding { Css = "h1 {\n  color: #123456;\n}", PoweredBy = false },
                },
            },
            new StatusPageSettings { Id = "second", Provider = "builtin" },
        ],
    };

    public static TheoryData<string> Sections => [.. RuleSections.For(Full).Select(section => section.Name)];

    [Theory]
    [MemberData(nameof(Sections))]
    public void What_is_shown_and_saved_as_it_is_changes_nothing(string name)
    {
        var section = RuleSections.Of(name, Full);
        var form = FormOf(section, EditRules.Rows(Full, section), EditRules.Values(Full, section));

        var saved = EditRules.With(Full, section, EditRules.Rows(form, section, Site, Full), EditRules.Values(form, section, Site, Full));

        Assert.Equal(section.HasTable, EditRules.Rows(Full, section).Count > 0);
        Assert.Empty(DiffSettings.Between(Full, Assert.IsType<SettingsRead.Understood>(saved).Settings));
    }

    [Fact]
    public void Rows_that_are_moved_removed_and_added_become_the_list_and_keep_what_no_column_shows()
    {
        var section = RuleSections.Of("audiences");
        IReadOnlyList<RuleRow> rows = [new(null, ["mine", "chat", "de"]), new(0, ["core", "", "en"]), new(null, ["", "", ""])];

        var saved = Assert.IsType<SettingsRead.Understood>(EditRules.With(Full, section, rows, []));

        Assert.Equal(["mine", "core"], saved.Settings.Audiences.Select(audience => audience.Name));
        Assert.Equal(["chat"], saved.Settings.Audiences[0].Channels);
        Assert.NotNull(saved.Settings.Audiences[1].QuietHours);
    }

    [Fact]
    public void Promises_are_typed_as_minutes_and_what_is_emptied_is_as_usual_again()
    {
        var saved = Typed(Full, "promises", ("promises.minutes.1", "20"), ("promises.minutes.3", ""), ("promises.holdingPosts", ""));

        Assert.Equal([KeyValuePair.Create("1", 20)], saved.Promises.Minutes);
        Assert.True(saved.Promises.HoldingPosts);
        Assert.Null(Typed(saved, "promises", ("promises.minutes.1", "")).Promises.Minutes);
    }

    [Fact]
    public void Quiet_hours_come_and_go_with_their_times()
    {
        var section = RuleSections.Of("quiet-hours");
        var two = Full with { Audiences = [.. Full.Audiences, new AudienceSettings { Name = "employees", Language = "de" }] };
        IReadOnlyList<RuleRow> rows = [new(0, ["core", "", "", "UTC", "1"]), new(1, ["employees", "20:00", "06:30", "Europe/Berlin", "2"])];

        var saved = Assert.IsType<SettingsRead.Understood>(EditRules.With(two, section, rows, [])).Settings;

        Assert.Null(saved.Audiences[0].QuietHours);
        Assert.Equal("de", saved.Audiences[1].Language);
        Assert.Equal(new QuietHours { From = new TimeOnly(20, 0), Until = new TimeOnly(6, 30), Zone = "Europe/Berlin", UnlessSeverity = 2 }, saved.Audiences[1].QuietHours);
        Assert.Contains("until", Assert.IsType<SettingsRead.NotUnderstood>(EditRules.With(Full, section, [new(0, ["core", "20:00", "", "", ""])], [])).Field, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_takes_its_look_from_lines_and_nothing_of_the_other_page_changes()
    {
        var saved = Typed(Full, "page-second", ("statusPages.1.page.title", "Acme"), ("statusPages.1.page.groups", "Office > Abroad = A, B\nLone = C"), ("statusPages.1.page.descriptions", "A = What = it is"), ("statusPages.1.page.subscriptions", "email, webhook"));

        var page = saved.StatusPages[1].Page!;
        Assert.Equal(("Acme", "public", "en"), (page.Title, page.Access, page.Language));
        Assert.Equal(["Office", "Lone"], page.Groups.Select(group => group.Name));
        Assert.Equal(("Abroad", "A, B"), (page.Groups[0].Groups[0].Name, string.Join(", ", page.Groups[0].Groups[0].Components)));
        Assert.Equal("What = it is", page.Descriptions!["A"]);
        Assert.Equal(["email", "webhook"], page.Subscriptions);
        Assert.Empty(DiffSettings.Between(Full with { StatusPages = [Full.StatusPages[0]] }, saved with { StatusPages = [saved.StatusPages[0]] }));
    }

    [Fact]
    public void A_secret_is_not_shown_stays_when_nothing_is_typed_and_goes_with_what_it_opened()
    {
        var (section, token) = (RuleSections.Of("publishing"), "postmortems.publishing.confluence.token");
        Assert.DoesNotContain("a-token", EditRules.Values(Full, section));
        Assert.Contains(token, EditRules.Secrets(Full, section));

        Assert.Equal("a-token", Typed(Full, "publishing", ("postmortems.publishing.confluence.label", "pm")).Postmortems.Publishing.Confluence!.Token);
        Assert.Equal("another", Typed(Full, "publishing", (token, "another")).Postmortems.Publishing.Confluence!.Token);
        Assert.Null(Assert.IsType<SettingsRead.Understood>(EditRules.With(Full, section, [], EditRules.Values(Full, section))).Settings.Postmortems.Publishing.Confluence);
    }

    [Fact]
    public void A_row_that_was_emptied_goes_because_it_would_fit_every_ticket()
    {
        var section = RuleSections.Of("incidents");
        var rows = EditRules.Rows(Full, section).Select((row, index) => index == 0 ? row with { Cells = [.. row.Cells.Select(_ => "")] } : row).ToList();

        var saved = Assert.IsType<SettingsRead.Understood>(EditRules.With(Full, section, rows, EditRules.Values(Full, section)));

        Assert.Equal([["HR"], []], saved.Settings.Rules.Incidents.Select(rule => rule.Projects));
    }

    [Fact]
    public void Names_of_people_become_ids_of_the_site_and_what_the_site_has_no_more_is_known()
    {
        var section = RuleSections.Of("incidents");
        var (projects, requests) = (section.Columns[1], section.Columns[3]);

        Assert.Equal("OPS", Site.Value(projects, "it operations (ops)"));
        Assert.Equal("25", Site.Value(requests, "Report an outage (25)"));
        Assert.Equal("Report an outage (25)", Site.Label(requests, "25"));
        Assert.Equal((true, false, false), (Site.IsGone(projects, "OLD"), Site.IsGone(projects, "ops"), Site.IsGone(section.Columns[2], "anything")));
    }

    [Fact]
    public void What_a_screen_cannot_show_without_loss_stays_as_the_document_has_it()
    {
        var settings = Full with
        {
            Rules = Full.Rules with
            {
                Components = [new ComponentRule { From = "cards", To = ["Cards, EU", "Cards; US"] }, new ComponentRule { From = "mail", To = ["Email"] }],
                Classes = [new ClassRule { When = "labels = breach\nor labels = leak", Class = "security" }],
            },
        };

        var section = RuleSections.Of("components");
        var rows = EditRules.Rows(FormOf(section, EditRules.Rows(settings, section), []), section, Site, settings).ToList();
        rows[1] = rows[1] with { Cells = [.. rows[1].Cells.Select(cell => cell == "Email" ? "Mail" : cell)] };
        var saved = Assert.IsType<SettingsRead.Understood>(EditRules.With(settings, section, rows, [])).Settings;
        Assert.Equal(["Cards, EU", "Cards; US"], saved.Rules.Components[0].To);
        Assert.Equal(["Mail"], saved.Rules.Components[1].To);

        var classes = RuleSections.Of("classes");
        var shown = EditRules.Rows(settings, classes).Select(row => row with { Cells = [.. row.Cells.Select(cell => cell.ReplaceLineEndings(""))] }).ToList();
        Assert.Equal("labels = breach\nor labels = leak", Assert.IsType<SettingsRead.Understood>(EditRules.With(settings, classes, shown, [])).Settings.Rules.Classes[0].When);
    }

    [Fact]
    public void Names_that_hold_a_separator_stay_whole_when_another_is_added()
    {
        PageSettings Page(params string[] shown) => new()
        {
            Components = shown,
            Groups = [new PageGroupSettings { Name = "A = B", Components = ["E-Mail, Kalender"] }],
            Descriptions = new Dictionary<string, string> { ["VPN"] = "One.\nTwo.", ["A = B"] = "Both." },
        };
        var settings = Full with { StatusPages = [Full.StatusPages[0] with { Page = Page("E-Mail, Kalender", "VPN") }] };
        var section = RuleSections.Of("page-main", settings);
        var known = new RuleOptions(new Dictionary<string, IReadOnlyList<RuleOption>?> { [OptionLists.Components] = [new("Drucker; Scanner", "Drucker; Scanner")] });
        var values = section.Fields.Zip(EditRules.Values(settings, section), (field, value) => (field.Member.Split('.')[^1] switch
        {
            "components" => $"{value}, drucker; scanner, WLAN",
            "groups" => $"{value}, VPN",
            "descriptions" => $"{value}\nWLAN = Three.",
            _ => value,
        }).Replace("\n", "\r\n", StringComparison.Ordinal)).ToList();
        // The version before showed the same names without quotation marks.
        var older = values.Select(value => value.Replace("\"E-Mail, Kalender\"", "E-Mail, Kalender", StringComparison.Ordinal)).ToList();

        foreach (var form in new[] { values, older }.Select(typed => FormOf(section, [], typed)))
        {
            var page = Assert.IsType<SettingsRead.Understood>(EditRules.With(settings, section, [], EditRules.Values(form, section, known, settings))).Settings.StatusPages[0].Page!;

            Assert.Equal(["E-Mail, Kalender", "VPN", "Drucker; Scanner", "WLAN"], page.Components);
            Assert.Equal("A = B", Assert.Single(page.Groups).Name);
            Assert.Equal(["E-Mail, Kalender", "VPN"], page.Groups[0].Components);
            Assert.Equal(["One.\nTwo.", "Both.", "Three."], page.Descriptions!.Values);
            Assert.Equal("Both.", page.Descriptions["A = B"]);
        }
    }

    [Theory]
    [InlineData("Mail, \"E-Mail, Kalender\" ; \"VPN\"", "Mail|E-Mail, Kalender|VPN")]
    [InlineData("19\" screens, \"so-called\" cloud", "19\" screens|\"so-called\" cloud")]
    [InlineData("\"\"\"so\"\" it is\", \"open, end", "\"so\" it is|\"open|end")]
    public void Names_are_taken_apart_where_they_end(string cell, string names)
    {
        Assert.Equal(names, string.Join('|', CellNames.Split(cell)));
        Assert.Equal(CellNames.Split(cell), CellNames.Split(CellNames.Join(CellNames.Split(cell))));
    }

    [Fact]
    public void Components_elsewhere_keep_their_names_and_ids()
    {
        var page = new StatusPageSettings { Id = "x", Provider = "statuspage", Components = new Dictionary<string, string> { ["E-Mail, Kalender"] = "abc1", ["A = B"] = "def2", ["VPN"] = "ghi3" } };

        var saved = DestinationFields.With(page, name => DestinationFields.Of(page).Where(field => field.Field.Name == name).Select(field => field.Value).FirstOrDefault(""));

        Assert.Equal(page.Components, saved.Components);
    }

    [Theory]
    [InlineData("45", "00:45:00")]
    [InlineData("90", "01:30:00")]
    [InlineData("00:20:00", "00:20:00")]
    public void A_bare_number_of_a_time_is_minutes_and_not_days(string typed, string delay) =>
        Assert.Equal(delay, $"{Typed(Full, "postmortem-policy", ("postmortems.delay", typed)).Postmortems.Delay:c}");

    [Fact]
    public void Two_of_one_name_are_told_apart_by_what_the_document_says()
    {
        var types = new RuleOptions(new Dictionary<string, IReadOnlyList<RuleOption>?> { [OptionLists.IssueTypes] = [new("10001", "Incident"), new("10020", "Incident"), new("10030", "Major incident")] });
        var column = RuleSections.Of("incidents").Columns.Single(each => each.Options == OptionLists.IssueTypes);

        Assert.Equal(("10020", "Major incident"), (types.Label(column, "10020"), types.Label(column, "10030")));
        Assert.Equal(("10020", "Incident", "10030"), (types.Value(column, "10020"), types.Value(column, "Incident"), types.Value(column, "major incident")));
    }

    [Fact]
    public void A_name_with_a_comma_is_shown_in_quotation_marks_and_read_with_and_without_them()
    {
        var section = RuleSections.Of("approval");
        var people = new RuleOptions(new Dictionary<string, IReadOnlyList<RuleOption>?> { [OptionLists.People] = [new("557058:1", "Hopper, Grace"), new("557058:2", "Ada Lovelace")] });
        var column = section.Columns.Single(each => each.Options == OptionLists.People);

        Assert.Equal("Hopper, Grace", people.Label(column, "557058:1"));
        foreach (var typed in new[] { "\"Hopper, Grace\", Ada Lovelace", "hopper, grace, 557058:2" })
        {
            var rows = EditRules.Rows(FormOf(section, [new RuleRow(0, ["legal", typed])], []), section, people, InstallationSettings.Default);
            Assert.Equal("557058:1, 557058:2", rows[0].Cells[1]);
            Assert.Null(EditRules.Nobody(section, rows, people));
        }
        Assert.Equal("words.approvers[0].people", Assert.IsType<SettingsRead.NotUnderstood>(EditRules.Nobody(section, [new RuleRow(0, ["legal", "557058:2, Hopper"])], people)).Field);
    }

    [Fact]
    public void A_matrix_overtakes_no_rule_that_stood_before_it()
    {
        var rules = new RuleSettings { Severity = [new SeverityRule { When = "major = true", Severity = 1 }, new SeverityRule { Impact = "Big", Urgency = "Now", Severity = 2 }, new SeverityRule { Priority = "1", Severity = 2 }] };

        var changed = SeverityMatrix.With(rules, null, [("Big", "Now", 3), ("Small", "Now", 4)]);
        var fresh = SeverityMatrix.With(rules with { Severity = [rules.Severity[0], rules.Severity[2]] }, null, [("Big", "Now", 3)]);

        Assert.Equal([1, 3, 4, 2], changed.Severity.Select(rule => rule.Severity));
        Assert.Equal([1, 3, 2], fresh.Severity.Select(rule => rule.Severity));
    }

    [Fact]
    public void A_form_of_another_version_takes_away_no_audience_and_nothing_that_it_did_not_show()
    {
        var section = RuleSections.Of("quiet-hours");
        var form = new FormCollection(new Dictionary<string, StringValues> { ["row"] = "0", ["cell-name"] = "core", ["cell-quietHours.from"] = "21:00" });
        var two = Full with { Audiences = [.. Full.Audiences, new AudienceSettings { Name = "employees" }] };

        var saved = Assert.IsType<SettingsRead.Understood>(EditRules.With(two, section, EditRules.Rows(form, section, Site, two), [])).Settings;
        var without = Assert.IsType<SettingsRead.Understood>(EditRules.With(two, section, EditRules.Rows(FormCollection.Empty, section, Site, two), [])).Settings;
        var review = RuleSections.Of("reviews");
        var reviewed = Assert.IsType<SettingsRead.Understood>(EditRules.With(two, review, [], EditRules.Values(FormCollection.Empty, review, Site, two))).Settings;

        Assert.Equal(["core", "employees"], saved.Audiences.Select(audience => audience.Name));
        Assert.Equal((new TimeOnly(21, 0), new TimeOnly(7, 0)), (saved.Audiences[0].QuietHours!.From, saved.Audiences[0].QuietHours!.Until));
        Assert.Empty(DiffSettings.Between(two, without));
        Assert.Empty(DiffSettings.Between(two, reviewed));
    }

    [Fact]
    public void What_is_no_number_is_named_and_not_saved() =>
        Assert.IsType<SettingsRead.NotUnderstood>(EditRules.With(Full, RuleSections.Of("effects"), [new RuleRow(0, ["high", "", "operational"])], []));

    [Fact]
    public void A_matrix_of_a_project_goes_before_that_of_all_and_other_rules_keep_their_places()
    {
        var rules = new RuleSettings { Severity = [new SeverityRule { When = "major = true", Severity = 1 }, new SeverityRule { Impact = "Big", Urgency = "Now", Severity = 2 }] };

        var after = SeverityMatrix.With(rules, "OPS", [("Big", "Now", 1), ("Small", "Now", null)]);
        Assert.Equal((1, 2), (SeverityMatrix.Of(after, "OPS", "big", "now"), SeverityMatrix.Of(after, null, "Big", "Now")));
        Assert.Equal([null, "OPS", null], after.Severity.Select(rule => rule.Projects.Count > 0 ? rule.Projects[0] : null));
        Assert.Equal("major = true", after.Severity[0].When);
        Assert.Same(after, SeverityMatrix.With(after, "OPS", [("Big", "Now", 1)]));

        var without = SeverityMatrix.With(after, null, [("Big", "Now", null)]);
        Assert.Equal((1, (int?)null), (SeverityMatrix.Of(without, "OPS", "Big", "Now"), SeverityMatrix.Of(without, null, "Big", "Now")));
    }

    [Fact]
    public void Every_word_of_the_tables_and_forms_is_said_in_every_language()
    {
        var words = RuleSections.For(Full).SelectMany(section => new[] { section.Title, section.About, section.Without, section.Missing, section.Group }.Concat(section.Fields.Concat(section.Columns).SelectMany(column => new[] { column.Label, column.Hint, column.Empty })))
            .Concat(new[] { OptionLists.Severities, OptionLists.States, OptionLists.Classes, OptionLists.Kinds, OptionLists.Decisions, OptionLists.Yes, OptionLists.Spared, OptionLists.Policies, OptionLists.Needs, OptionLists.Days, OptionLists.Roles, OptionLists.Accesses, OptionLists.Ways }.SelectMany(ReadRuleOptions.Known).Select(option => option.Label))
            .Concat(AccessModel.Rules.SelectMany(row => new[] { row.Who, row.May, row.Why })).Concat(KindNames.All)
            .Concat(DestinationFields.Providers.SelectMany(provider => Said(DestinationFields.Of(new StatusPageSettings { Id = "x", Provider = provider }))))
            .Concat(typeof(ChannelForm).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("JsmConnector.Notifications.Channels.", StringComparison.Ordinal) == true && type.Name.EndsWith("Settings", StringComparison.Ordinal))
                .SelectMany(record => Said([.. new ChannelForm(record).Fields.Select(field => new EntryField(field, "", false))])))
            .OfType<string>().Where(word => word.Length > 0).Distinct().ToList();

        Assert.InRange(words.Count, 100, 1000);
        Assert.All(ScreenWords.Tags, tag => Assert.Equal([], words.Except(ScreenWords.KeysOf(tag), StringComparer.Ordinal)));
    }

    private static IEnumerable<string> Said(IReadOnlyList<EntryField> fields) => fields.SelectMany(field => new[] { field.Label, field.Field.Meaning }.Concat((field.Choices ?? []).Select(choice => choice.Word)));

    private static InstallationSettings Typed(InstallationSettings settings, string name, params (string Member, string Value)[] typed)
    {
        var section = RuleSections.Of(name, settings);
        var values = section.Fields.Zip(EditRules.Values(settings, section)).Select(pair => typed.Where(each => each.Member == pair.First.Member).Select(each => each.Value).FirstOrDefault(pair.Second)).ToList();
        Assert.All(typed, each => Assert.Contains(section.Fields, field => field.Member == each.Member));
        return Assert.IsType<SettingsRead.Understood>(EditRules.With(settings, section, EditRules.Rows(settings, section), values)).Settings;
    }

    private static FormCollection FormOf(RuleSection section, IReadOnlyList<RuleRow> rows, IReadOnlyList<string> values)
    {
        var form = new Dictionary<string, StringValues> { ["row"] = new([.. rows.Select(row => $"{row.From}")]) };
        foreach (var (column, number) in section.Columns.Select((column, number) => (column, number)))
            form[$"cell-{column.Member}"] = new([.. rows.Select(row => row.Cells[number])]);
        foreach (var (field, value) in section.Fields.Zip(values))
            form[$"field-{field.Member}"] = value;
        return new FormCollection(form);
    }
}
