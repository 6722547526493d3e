using System.Globalization;
using JsmConnector.Administration.Explain;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;

namespace JsmConnector.Administration.Rules;

/// <summary>What the buttons of a section do, and the section after it.</summary>
public sealed class RulesDecisions(CurrentSettings current, SaveStep save, ReadRuleOptions read, ExplainIssues explain, SealedFields secrets)
{
    /// <summary>What the button sends. Nodes of the version before, which take a section that they do not know for the incidents, know only "save": this is a plain view to them.</summary>
    public const string Save = "put";

    public async Task<RulesModel> DecideAsync(InstallationId site, string? author, IFormCollection form, RulesModel page, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        var section = RuleSections.Of(form["section"], settings);
        var options = await read.OfAsync(site, section, settings, form, cancellationToken);
        page = page with { Section = section, Beside = [.. RuleSections.For(settings).Where(each => each.Group == section.Group)], Options = options, Version = version };
        switch (form["decision"].ToString().Split(':'))
        {
            // Its rows would be written over those of another section, or over nothing at all.
            case [Save or "save" or "matrix" or "preview" or "add" or "up" or "down" or "remove", ..] when RuleSections.Find(form["section"], settings) is null:
                return Held(page, settings, form) with { Saved = new StepSaved(new Done(Tone.Major, "Nothing was saved: this part of the settings is not known here. Its page was removed, or the app is being updated just now. Open the screen again in a minute.")) };
            case [Save or "save" or "preview"] when secrets.Lost(site, author, form) is { Count: > 0 } lost:
                return Typed(site, author, page, form, settings) with { Saved = SaveStep.Refused(lost) };
            case [Save or "save"]:
                return await SaveAsync(site, author, form, page, settings, cancellationToken);
            case ["matrix"]:
                var wanted = settings with { Rules = SeverityMatrix.With(settings.Rules, Project(form), Cells(form)) };
                // The table below it is not in this form: it shows what is saved, whatever becomes of the matrix.
                return await AfterAsync(site, author, page, form, await save.SaveAsync(site, wanted, form, author, cancellationToken) with { KeepsForm = false }, cancellationToken);
            case ["undo"]:
                return await AfterAsync(site, author, page, form, await save.UndoAsync(site, form, author, cancellationToken), cancellationToken);
            case ["preview"]:
                return await PreviewAsync(site, author, form, page, settings, cancellationToken);
            case ["add" or "up" or "down" or "remove", ..] and var asked:
                return Typed(site, author, page, form, settings) with { Rows = Moved(EditRules.Rows(form, section, options, settings), section, asked) };
            default:
                return Held(page, settings, form);
        }
    }

    private async Task<RulesModel> SaveAsync(InstallationId site, string? author, IFormCollection form, RulesModel page, InstallationSettings settings, CancellationToken cancellationToken) =>
        Edited(site, author, form, page, settings) switch
        {
            SettingsRead.Understood(var wanted) => await AfterAsync(site, author, page, form, await save.SaveAsync(site, wanted, form, author, cancellationToken), cancellationToken),
            SettingsRead.NotUnderstood why => Typed(site, author, page, form, settings) with { Saved = SaveStep.NotUnderstood(why) },
            _ => throw new InvalidOperationException("A document is understood or not."),
        };

    private async Task<RulesModel> PreviewAsync(InstallationId site, string? author, IFormCollection form, RulesModel page, InstallationSettings settings, CancellationToken cancellationToken)
    {
        page = Typed(site, author, page, form, settings);
        switch (Edited(site, author, form, page, settings))
        {
            case SettingsRead.Understood(var wanted) when save.Mistakes(wanted) is { Count: > 0 } mistakes:
                return page with { Saved = SaveStep.Refused(mistakes) };
            case SettingsRead.Understood(var wanted):
                var (newest, problem) = await explain.NewestAsync(site, wanted, cancellationToken);
                return page with { Newest = newest, Saved = problem is null ? null : new StepSaved(new Done(Tone.Major, problem)) };
            case var other:
                return page with { Saved = SaveStep.NotUnderstood((SettingsRead.NotUnderstood)other) };
        }
    }

    private SettingsRead Edited(InstallationId site, string? author, IFormCollection form, RulesModel page, InstallationSettings settings)
    {
        var rows = EditRules.Rows(form, page.Section, page.Options, settings);
        return EditRules.Nobody(page.Section, rows, page.Options)
            ?? EditRules.With(settings, page.Section, rows, EditRules.Values(form, page.Section, page.Options, settings, name => secrets.Read(site, author, form, name)));
    }

    private async Task<RulesModel> AfterAsync(InstallationId site, string? author, RulesModel page, IFormCollection form, StepSaved saved, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        if (saved.KeepsForm)
            return Typed(site, author, page, form, settings) with { Saved = saved };
        // A page's section goes by its title, and is gone with the page.
        page = page with { Section = RuleSections.Of(page.Section.Name, settings), Beside = [.. RuleSections.For(settings).Where(each => each.Group == page.Section.Group)] };
        return Held(page with { Options = await read.OfAsync(site, page.Section, settings, FormCollection.Empty, cancellationToken), Version = version, Saved = saved }, settings, form);
    }

    private static RulesModel Held(RulesModel page, InstallationSettings settings, IFormCollection form) => page with
    {
        Rows = EditRules.Rows(settings, page.Section),
        Values = EditRules.Values(settings, page.Section),
        Held = EditRules.Secrets(settings, page.Section),
        Matrix = MatrixOf(page, settings, Project(form)),
        Shadowed = RuleMistakes.Shadowed(settings.Rules).Where(pair => pair.List == page.Section.At).ToDictionary(pair => pair.Later, pair => pair.First),
    };

    /// <summary>What somebody typed stays, based on the version that he saw.</summary>
    private RulesModel Typed(InstallationId site, string? author, RulesModel page, IFormCollection form, InstallationSettings settings) => page with
    {
        Rows = EditRules.Rows(form, page.Section, page.Options, settings),
        Values = EditRules.Values(form, page.Section, page.Options, settings),
        Held = EditRules.Secrets(settings, page.Section),
        Kept = page.Section.Fields.Where(field => field.Kind == ColumnKind.Secret).Select(field => (field.Member, Box: secrets.Keep(site, author, form, field.Member))).Where(each => each.Box is not null).ToDictionary(each => each.Member, each => each.Box!, StringComparer.Ordinal),
        Matrix = MatrixOf(page, settings, Project(form)),
        Version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var based) ? based : page.Version,
    };

    private static Matrix? MatrixOf(RulesModel page, InstallationSettings settings, string? project)
    {
        if (!page.Section.HasMatrix || page.Options.Lists.GetValueOrDefault(OptionLists.Impacts) is not { Count: > 0 } impacts || page.Options.Lists.GetValueOrDefault(OptionLists.Urgencies) is not { Count: > 0 } urgencies)
            return null;
        var known = page.Options.Lists.GetValueOrDefault(OptionLists.Projects) ?? [];
        var all = known.Concat(SeverityMatrix.Projects(settings.Rules).Where(key => !known.Any(each => each.Value == key)).Select(key => new RuleOption(key, key)));
        return new Matrix(project, [.. all], [.. impacts.Select(each => each.Value)], [.. urgencies.Select(each => each.Value)],
            (from impact in impacts from urgency in urgencies select (impact.Value, urgency.Value)).ToDictionary(cell => cell, cell => SeverityMatrix.Of(settings.Rules, project, cell.Item1, cell.Item2)));
    }

    private static string? Project(IFormCollection form) => form["project"].ToString().Trim() is { Length: > 0 } key ? key : null;

    private static IReadOnlyList<(string, string, int?)> Cells(IFormCollection form) =>
        [.. form["impact"].Zip(form["urgency"]).Zip(form["level"], (pair, level) => (pair.First ?? "", pair.Second ?? "", int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null))];

    private static IReadOnlyList<RuleRow> Moved(IReadOnlyList<RuleRow> rows, RuleSection section, string[] asked)
    {
        List<RuleRow> after = [.. rows];
        if (asked is ["add", ..])
            after.Add(new RuleRow(null, [.. section.Columns.Select(_ => "")]));
        if (asked is not [var way, var number] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at >= after.Count)
            return after;
        var other = way == "up" ? at - 1 : at + 1;
        if (way == "remove")
            after.RemoveAt(at);
        else if (other >= 0 && other < after.Count)
            (after[at], after[other]) = (after[other], after[at]);
        return after;
    }
}
