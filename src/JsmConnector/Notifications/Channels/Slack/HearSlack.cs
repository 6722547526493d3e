using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Languages;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Notifications.Channels.Slack;

/// <summary>
/// `POST /slack/{installation}`: the slash command, the buttons and the events of a site's Slack app. Only what Slack signed counts, and only from a channel on which the
/// core audience is told: who is in that channel works on the incident and may lead its communication.
/// </summary>
public sealed class HearSlack(IServiceScopeFactory scopes, TimeProvider clock)
{
    private const int LargestBody = 64 * 1024, MostListed = 10;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/slack/{installation:guid}", (Guid installation, HttpContext context, HearSlack hear) => hear.HandleAsync(new InstallationId(installation), context))
            .AllowAnonymous().WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(LargestBody));

    private async Task<IResult> HandleAsync(InstallationId installation, HttpContext context)
    {
        var stop = context.RequestAborted;
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(stop);
        await using var scope = scopes.Enter(installation);
        var services = scope.ServiceProvider;
        var settings = await services.GetRequiredService<CurrentSettings>().GetAsync(installation, stop);
        var all = settings.Channels.Where(channel => channel.Kind == "slack").Select(entry => (Entry: entry, Slack: (SlackSettings)new ChannelForm(typeof(SlackSettings)).Bind(entry))).ToList();
        var signed = all.Where(known => known.Slack.SigningSecret is { } secret && SlackSignature.IsValid(context.Request.Headers[SlackSignature.SignatureHeader], context.Request.Headers[SlackSignature.TimeHeader], secret, body, clock.GetUtcNow())).ToList();
        if (signed.Count == 0)
            return RefuseUnsigned.At(context, "slack", SlackSignature.SignatureHeader);
        if (SlackEvent.Read(body) is { } told)
            return await HearAsync(services, told, all, signed, settings, stop);
        if (SlackCall.Read(body) is not { User.Length: > 0 } asked)
            return Results.Ok();
        var language = SlackLanguage.Of(settings, [.. signed.Where(known => known.Slack.Channel == asked.Channel).Select(known => known.Entry.Id)]);
        var core = settings.Audiences.FirstOrDefault(audience => audience.Name == AudienceSettings.Core)?.Channels ?? [];
        if (signed.Find(known => known.Slack.Channel == asked.Channel && core.Contains(known.Entry.Id, StringComparer.Ordinal)) is not { Entry: not null } place)
            return Answer(new Sentence("Ask in the channel of the team that works on incidents: the one on which the audience core is told."), language);
        return await AnswerAsync(services, asked, place.Slack, settings, language, stop);
    }

    /// <summary>From channels of people of the house alone: what somebody outside says is nobody's evidence.</summary>
    private static async Task<IResult> HearAsync(IServiceProvider services, SlackEvent told, List<(ChannelSettings Entry, SlackSettings Slack)> all, List<(ChannelSettings Entry, SlackSettings Slack)> signed, InstallationSettings settings, CancellationToken cancellationToken)
    {
        if (told is SlackEvent.Challenge(var challenge))
            return Results.Text(challenge);
        if (told is not SlackEvent.Marked marked)
            return Results.Ok();
        var (inside, outside) = (Used(settings, isPublic: false), Used(settings, isPublic: true));
        var here = all.Where(known => known.Slack.Channel == marked.Channel).Select(known => known.Entry.Id).ToList();
        if (here.Exists(outside.Contains) || signed.Find(known => known.Slack.Channel == marked.Channel && known.Slack.Emoji == marked.Emoji && inside.Contains(known.Entry.Id)) is not { Entry: not null } place)
            return Results.Ok();
        // Slack tells it again after anything but success, with the same id.
        return await services.GetRequiredService<KeepMarked>().TakeAsync(marked, here, place.Slack, SlackLanguage.Of(settings, here).Tag, cancellationToken) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static HashSet<string> Used(InstallationSettings settings, bool isPublic) =>
        settings.Audiences.Where(audience => Audience.ReadsPublicWords(audience.Name) == isPublic).SelectMany(audience => audience.Channels).ToHashSet(StringComparer.Ordinal);

    private static async Task<IResult> AnswerAsync(IServiceProvider services, SlackCall asked, SlackSettings slack, InstallationSettings settings, Language language, CancellationToken cancellationToken)
    {
        var (database, now) = (services.GetRequiredService<JsmConnectorContext>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var heard = database.Set<Incident>().Where(incident => incident.Published && !incident.Deleted);
        if (asked.Issue is null)
        {
            var open = await heard.Where(incident => incident.Stage != Stage.Resolved && incident.Stage != Stage.Withdrawn).OrderByDescending(incident => incident.StartedAt).Take(MostListed).ToListAsync(cancellationToken);
            return Answer(open.Count == 0 ? ScreenWords.In(language.Tag, "No incident is open.") : string.Join('\n', open.Select(incident => SlackState.Line(incident, language, now))));
        }
        if (await heard.FirstOrDefaultAsync(incident => incident.IssueKey == asked.Issue, cancellationToken) is not { } found)
            return Answer(new Sentence("There is no incident {0}. Without a key, the command lists what is open.", SlackMessage.Escape(FitWords.To(asked.Issue, 40))), language);
        if (asked.Act is SlackAct.Show or SlackAct.Draft)
        {
            var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(update => update.IncidentId == found.Id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
            return asked.Act == SlackAct.Show ? Answer(SlackState.Of(found, updates.LastOrDefault(), language, now)) : Drafted(found, updates, asked, settings, language, now);
        }
        if (asked.Act == SlackAct.Publish)
        {
            // Who reads the team's channel works on the incident; who answers for words to customers, the site says.
            var outcome = !slack.MayPublish(asked.User) ? new Sentence("Nothing was published: the settings do not name <@{0}> among those who publish from Slack. Publish on the ticket.", SlackMessage.Escape(asked.User))
                : SlackDraft.Read(asked.Words ?? "") is { } draft ? await services.GetRequiredService<PublishFromSlack>().PublishAsync(found, draft, asked.User, language.Tag, cancellationToken)
                : new Sentence("This draft cannot be read. Ask for a new one.");
            await TellAsync(services, slack, asked.Message, outcome.In(language.Tag), cancellationToken);
            return Results.Ok();
        }
        if (!found.Stage.IsOpen())
            return Answer(new Sentence("{0} is over; nobody needs to lead its communication.", found.IssueKey), language);
        var who = $"slack:{asked.User}";
        await services.GetRequiredService<TakeTheLead>().ToAsync(found, who, who, cancellationToken, asked.Name.Length > 0 ? asked.Name : asked.User);
        var said = new Sentence("<@{0}> leads the communication of {1}.", SlackMessage.Escape(asked.User), found.IssueKey).In(language.Tag);
        if (asked.Message is null)
            return Answer(said, "in_channel");
        // The answer to a button shows nowhere.
        await TellAsync(services, slack, asked.Message, said, cancellationToken);
        return Results.Ok();
    }

    private static Task<SlackAnswer> TellAsync(IServiceProvider services, SlackSettings slack, string? thread, string text, CancellationToken cancellationToken) =>
        services.GetRequiredService<SlackClient>().CallAsync("chat.postMessage", slack.Token!, new { channel = slack.Channel, thread_ts = thread, text }, cancellationToken);

    private static IResult Drafted(Incident incident, IReadOnlyList<IncidentUpdate> updates, SlackCall asked, InstallationSettings settings, Language language, DateTimeOffset now)
    {
        if (!incident.Stage.IsOpen())
            return Answer(new Sentence("{0} is over; write about it on the ticket.", incident.IssueKey), language);
        var draft = SlackDraft.Of(incident, updates, asked.Words, settings, now);
        return draft.Words.Length > SlackDraft.MostWords
            ? Answer(new Sentence("Slack holds {0} characters of a draft. Write shorter, or on the ticket.", SlackDraft.MostWords), language)
            : Results.Json(draft.Shown(asked.User, language.Tag));
    }

    private static IResult Answer(Sentence text, Language language) => Answer(text.In(language.Tag));

    private static IResult Answer(string text, string to = "ephemeral") => Results.Json(new { response_type = to, text });
}
