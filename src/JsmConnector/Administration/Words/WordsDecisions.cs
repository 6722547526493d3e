using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.Platform.Languages;
using JsmConnector.Platform.Templates;

namespace JsmConnector.Administration.Words;

/// <summary>What the buttons of the words' screen do, and the page after it. Saving goes through the settings: one document, its versions, its checks.</summary>
public sealed class WordsDecisions(CurrentSettings current, SaveSettings save, SendTest test, IEnumerable<INotificationChannel> kinds, TimeProvider clock)
{
    public const string Show = "show", Preview = "preview", Save = "save", Remove = "remove", Test = "test";
    private const string Sms = "sms";

    public async Task<WordsModel> DecideAsync(InstallationId site, string? author, IFormCollection form, WordsModel page, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        var decision = form["decision"].ToString();
        // Another text was chosen: what was typed belonged to the one before.
        var typed = decision is Preview or Save or Test ? form["text"].ToString().ReplaceLineEndings("\n").Replace("\0", "", StringComparison.Ordinal) : null;
        page = page with { Choice = Choice(form), IsAnswered = form["answered"].ToString() != "no", Version = version };
        Done? done = null;
        if (decision is Save or Remove)
        {
            var basedOn = int.TryParse(form["version"], System.Globalization.CultureInfo.InvariantCulture, out var read) ? read : version;
            done = After(await save.SavePartAsync(site, With(settings, page.Choice, decision == Save ? typed : null), basedOn, author, cancellationToken), decision);
            (version, settings) = await current.GetVersionAsync(site, cancellationToken);
            page = page with { Version = version };
        }
        page = Shown(site, settings, page, done is { Tone: Tone.Good } ? null : typed);
        if (decision == Test)
            done = page.Problem is null ? await test.ToAsync(settings, form["channel-id"].ToString(), Notice(site, settings, page), cancellationToken) : new Done(Tone.Major, "Nothing was sent: the text has a mistake.");
        return page with { Done = done };
    }

    /// <param name="typed">Null shows the text that counts.</param>
    private WordsModel Shown(InstallationId site, InstallationSettings settings, WordsModel page, string? typed)
    {
        var choice = page.Choice;
        var wanted = Wanted(choice);
        var found = (choice.Channel.Length > 0 ? FindTexts.ForChannel(wanted, settings.Words) : []).Concat(FindTexts.ForAudience(wanted, settings.Words)).FirstOrDefault();
        var text = typed ?? found?.Source ?? "";
        var (telling, _) = SampleIncident.Of(site, choice.Class, choice.About, page.IsAnswered, clock.GetUtcNow());
        var facts = KnownFacts.Of(telling, wanted.Language, settings.Words);
        var rendered = SayText.Alone(new TextFound("text", text), wanted, facts);
        var required = RequiredFacts.Of(choice.Class, choice.Audience, choice.About);
        return page with
        {
            Text = text,
            InForce = found?.Name,
            IsOwn = settings.Words.Templates.Any(choice.Is),
            Problem = rendered is Rendered.Failed(var problem) ? problem.Line == 0 ? problem.Reason : $"Line {problem.Line}, column {problem.Column}: {problem.Reason}" : null,
            Missing = rendered is Rendered.Text ? [.. MissingFrom(text, wanted, required)] : [],
            Variables = [.. FactNames.All.Where(name => FactNames.Exists(name, choice.Audience)).Select(name => new ShownVariable(name, Meaning(name), required.Contains(name, StringComparer.Ordinal)))],
            Previews = rendered is Rendered.Text ? [.. Previews(site, settings, page with { Text = text })] : [],
            Audiences = [.. settings.Audiences.Select(audience => audience.Name)],
            Kinds = [.. kinds.Select(kind => kind.Kind).Order(StringComparer.Ordinal)],
            Channels = [.. settings.Channels.Select(channel => channel.Id)],
            Own = settings.Words.Templates,
        };
    }

    private IEnumerable<ShownPreview> Previews(InstallationId site, InstallationSettings settings, WordsModel page)
    {
        var notices = new Dictionary<string, Notice>(StringComparer.Ordinal);
        foreach (var kind in kinds.Where(kind => page.Choice.Channel.Length == 0 || kind.Kind == page.Choice.Channel))
        {
            var measure = kind.Measure ?? Sms;
            if (!notices.TryGetValue(measure, out var notice))
                notices[measure] = notice = Notice(site, settings, page, measure);
            yield return new ShownPreview(kind.Kind, kind.Preview(notice));
        }
    }

    private Notice Notice(InstallationId site, InstallationSettings settings, WordsModel page, string measure = Sms)
    {
        var (telling, _) = SampleIncident.Of(site, page.Choice.Class, page.Choice.About, page.IsAnswered, clock.GetUtcNow());
        var wanted = Wanted(page.Choice);
        var facts = KnownFacts.Of(telling, wanted.Language, settings.Words);
        var text = SayText.Alone(new TextFound("text", page.Text), wanted, facts) is Rendered.Text(var said) ? said : "";
        // A text for a narrow channel is its short one; others are shown with the short one that counts.
        var brief = page.Choice.Channel.Length > 0 ? text : SayText.ToChannel(wanted with { Form = measure }, facts, settings.Words)?.Text;
        return SampleNotice.Of(telling, page.Choice, text, brief);
    }

    private TextWanted Wanted(TextChoice choice) => new(choice.Class, choice.Audience, choice.About, Language.Of(choice.Language))
    {
        Channel = choice.Channel.Length > 0 ? choice.Channel : null,
        Form = kinds.FirstOrDefault(kind => kind.Kind == choice.Channel)?.Measure,
    };

    /// <summary>What the text says in no case: it is tried with a mark in place of every answer.</summary>
    private static IEnumerable<string> MissingFrom(string text, TextWanted wanted, IReadOnlyList<string> required)
    {
        var marks = FactNames.All.ToDictionary(name => name, name => (string?)$"⟦{name}⟧", StringComparer.Ordinal);
        var said = SayText.Alone(new TextFound("text", text), wanted, marks) is Rendered.Text(var words) ? words : "";
        // Title and address stand beside the words on every channel.
        return required.Where(name => name is not ("incident.public_title" or FactNames.StatusPage) && !said.Contains($"⟦{name}⟧", StringComparison.Ordinal));
    }

    private static string Meaning(string name) => FactNames.MayBeAnswered(name) ? Questions.LabelOf(name) : "The app fills it in";

    private static InstallationSettings With(InstallationSettings settings, TextChoice choice, string? text)
    {
        var others = settings.Words.Templates.Where(own => !choice.Is(own));
        TextOfTheSite[] own = text is null
            ? []
            : [new TextOfTheSite { Class = choice.Class, Audience = choice.Audience, About = choice.About, Channel = choice.Channel.Length > 0 ? choice.Channel : null, Language = choice.Language, Text = text }];
        return settings with { Words = settings.Words with { Templates = [.. others, .. own] } };
    }

    private static Done After(SettingsSaved saved, string decision) => saved switch
    {
        SettingsSaved.Saved(var version, _) => new Done(Tone.Good, decision == Save ? "The text counts from now on. It is in version {0} of the settings; every version is kept there." : "The text is removed; what it stood for counts again (version {0} of the settings).", version),
        SettingsSaved.Outdated => new Done(Tone.Major, "Nothing was saved: somebody changed the settings meanwhile. Look at the text again and save it once more."),
        SettingsSaved.Refused(var mistakes) => new Done(Tone.Major, "Nothing was saved. {0} {1}", mistakes[0].Reason, mistakes[0].Mend),
        _ => throw new InvalidOperationException("A save has one of three results."),
    };

    private static TextChoice Choice(IFormCollection form)
    {
        return new TextChoice(Text("class", IncidentClasses.General), Text("audience", AudienceSettings.Customers), Text("about", "investigating"), Text("channel", ""), Text("language", Language.Fallback));

        string Text(string name, string usual) => form[name].ToString() is { Length: > 0 and <= 40 } value ? value : usual;
    }
}
