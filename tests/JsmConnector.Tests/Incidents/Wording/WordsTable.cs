using System.Text;
using JsmConnector.Administration.Words;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Incidents.Wording;

/// <summary>
/// All texts as readers would see them, for whoever reads them with fresh eyes: with every question answered and with none.
/// WORDS_TABLE=words.txt writes them to a file.
/// </summary>
public sealed class WordsTable
{
    private static readonly string[] Audiences = ["core", "support", "executives", "employees", "customers"];
    private static readonly string[] Planned = ["scheduled", "in_progress", "verifying", "completed", "cancelled", Subjects.EndedEarly, Subjects.WindowOver];

    [Fact]
    public void Every_text_can_be_read_side_by_side()
    {
        var table = Write();

        Assert.DoesNotContain("{{", table, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("WORDS_TABLE") is { Length: > 0 } path)
            File.WriteAllText(path, table);
    }

    private static string Write()
    {
        var (table, known) = (new StringBuilder(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (incidentClass, audience, about) in from incidentClass in (string[])[.. IncidentClasses.All, IncidentClasses.Unapproved]
                                                         from audience in Audiences
                                                         from about in Subjects.All
                                                         where Planned.Contains(about) == (incidentClass == IncidentClasses.Maintenance) && (incidentClass != IncidentClasses.Unapproved || Audience.IsShielded(audience))
                                                         select (incidentClass, audience, about))
        {
            foreach (var language in new[] { "en", "de" })
            {
                var texts = new[] { true, false }.Select(isAnswered => Say(incidentClass, audience, about, language, null, isAnswered))
                    .Concat(new[] { "sms", "push" }.Select(form => $"[{form}] {Say(incidentClass, audience, about, language, form, false)}"));
                // What a class inherits was read already.
                foreach (var text in texts.Where(text => known.Add($"{language} {audience} {text}")))
                    table.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"--- {incidentClass} {audience} {about} {language}").AppendLine(text).AppendLine();
            }
        }
        return table.ToString();
    }

    private static string Say(string incidentClass, string audience, string about, string language, string? form, bool isAnswered)
    {
        var (telling, _) = SampleIncident.Of(new InstallationId(Guid.Empty), incidentClass, about, isAnswered, Tickets.Noon);
        var wanted = new TextWanted(incidentClass, audience, about, Language.Of(language)) { Form = form };
        var facts = KnownFacts.Of(telling, wanted.Language, new WordSettings { Company = "Acme" });
        return (form is null ? SayText.ToAudience(wanted, facts, new WordSettings()) : SayText.ToChannel(wanted, facts, new WordSettings())!).Text;
    }
}
