using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>Words that wait in Slack for the communication lead: they travel in the value of a button, which Slack signs when it is pressed. Pure.</summary>
/// <param name="LastRead">Public id of the last update when it was drafted; empty when there was none.</param>
/// <param name="About">Which text it is; null: a person wrote it, or stands for it that there is nothing new.</param>
/// <param name="Class">For which it was drafted: others have rules of their own.</param>
public sealed record SlackDraft(string Issue, string LastRead, DateTimeOffset? NextUpdateAt, string? About, string Class, string Words)
{
    /// <summary>A value of a button holds 2,000 characters.</summary>
    public const int MostWords = 1_700;
    public const string PublishAction = "publish-draft";

    public string Value => string.Join('\n', Issue, LastRead, NextUpdateAt?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) ?? "", About ?? "", Class, Words);

    public static SlackDraft? Read(string value) => value.Split('\n', 6) is [var issue, var last, var next, var about, var kind, { Length: > 0 } words]
        ? new SlackDraft(issue, last, long.TryParse(next, CultureInfo.InvariantCulture, out var at) ? DateTimeOffset.FromUnixTimeSeconds(at) : null, about.Length > 0 ? about : null, kind, words)
        : null;

    /// <summary>The text that the app would say now: of the stage where it is news, otherwise that nothing is.</summary>
    /// <param name="own">What a person wants to say instead.</param>
    public static SlackDraft Of(Incident incident, IReadOnlyList<IncidentUpdate> updates, string? own, InstallationSettings settings, DateTimeOffset now)
    {
        var (last, next) = (updates is [.., var newest] ? newest : null, PromisePolicy.NextUpdateAt(incident.Stage, incident.Severity, now, settings.Promises));
        var about = last?.Stage == incident.Stage ? Subjects.Holding : incident.Stage.Name();
        var words = own ?? CustomerWords.Of(
            new Telling
            {
                Incident = incident,
                Stage = incident.Stage,
                About = about,
                At = now,
                NextUpdateAt = next,
                Late = PromisePolicy.Late(incident.NextUpdateAt, now),
                Before = updates,
                Answers = Answers.Standing(last, incident),
            },
            settings);
        return new SlackDraft(incident.IssueKey, last?.Id.Public() ?? "", next, own is null && about != Subjects.Holding ? about : null, incident.Class, words);
    }

    /// <param name="tag">Of those who read the channel; the words are in the language in which customers will read them.</param>
    public object Shown(string user, string tag) => new
    {
        response_type = "in_channel",
        text = new Sentence("A draft for {0}", Issue).In(tag),
        blocks = new object[]
        {
            new { type = "section", text = new { type = "mrkdwn", text = $"{new Sentence("<@{0}> drafts for {1}:", SlackMessage.Escape(user), SlackMessage.Escape(Issue)).In(tag)}\n>{SlackMessage.Escape(Words).Replace("\n", "\n>", StringComparison.Ordinal)}" } },
            new
            {
                type = "actions",
                elements = new[]
                {
                    new
                    {
                        type = "button",
                        style = "primary",
                        action_id = PublishAction,
                        value = Value,
                        text = Plain("Publish", tag),
                        confirm = new
                        {
                            title = Plain("Publish it?", tag),
                            text = Plain("Customers and every other audience are told.", tag),
                            confirm = Plain("Publish", tag),
                            deny = Plain("Not yet", tag),
                        },
                    },
                },
            },
            new { type = "context", elements = new[] { new { type = "mrkdwn", text = ScreenWords.In(tag, "The communication lead publishes it.") } } },
        },
    };

    private static object Plain(Sentence text, string tag) => new { type = "plain_text", text = text.In(tag) };
}
