using JsmConnector.Incidents;
using JsmConnector.Incidents.Promises;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
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
        var core = settings.Audiences.FirstOrDefault(audience => audience.Name == AudienceSettings.Core)?.Channels ?? [];
        if (signed.Find(known => known.Slack.Channel == asked.Channel && core.Contains(known.Entry.Id, StringComparer.Ordinal)) is not { Entry: not null } place)
            return Answer("Ask in the channel of the team that works on incidents: the one on which the audience core is told.");
        return await AnswerAsync(services, asked, place.Slack, settings, stop);
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
        return await services.GetRequiredService<KeepMarked>().TakeAsync(marked, here, place.Slack, cancellationToken) ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    private static HashSet<string> Used(InstallationSettings settings, bool isPublic) =>
        settings.Audiences.Where(audience => Audience.ReadsPublicWords(audience.Name) == isPublic).SelectMany(audience => audience.Channels).ToHashSet(StringComparer.Ordinal);

    private static async Task<IResult> AnswerAsync(IServiceProvider services, SlackCall asked, SlackSettings slack, InstallationSettings settings, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        var heard = database.Set<Incident>().Where(incident => incident.Published && !incident.Deleted);
        if (asked.Issue is null)
        {
            var open = await heard.Where(incident => incident.Stage != Stage.Resolved && incident.Stage != Stage.Withdrawn).OrderByDescending(incident => incident.StartedAt).Take(MostListed).ToListAsync(cancellationToken);
            return Answer(open.Count == 0 ? "No incident is open." : string.Join('\n', open.Select(incident => SlackState.Line(incident))));
        }
        if (await heard.FirstOrDefaultAsync(incident => incident.IssueKey == asked.Issue, cancellationToken) is not { } found)
            return Answer($"There is no incident {SlackMessage.Escape(FitWords.To(asked.Issue, 40))}. Without a key, the command lists what is open.");
        if (asked.Act is SlackAct.Show or SlackAct.Draft)
        {
            var updates = await database.Set<IncidentUpdate>().AsNoTracking().Where(update => update.IncidentId == found.Id).OrderBy(update => update.Number).ToListAsync(cancellationToken);
            return asked.Act == SlackAct.Show ? Answer(SlackState.Of(found, updates.LastOrDefault())) : Drafted(found, updates, asked, settings, services.GetRequiredService<TimeProvider>().GetUtcNow());
        }
        if (asked.Act == SlackAct.Publish)
        {
            // Who reads the team's channel works on the incident; who answers for words to customers, the site says.
            var outcome = !slack.MayPublish(asked.User) ? $"Nothing was published: the settings do not name <@{SlackMessage.Escape(asked.User)}> among those who publish from Slack. Publish on the ticket."
                : SlackDraft.Read(asked.Words ?? "") is { } draft ? await services.GetRequiredService<PublishFromSlack>().PublishAsync(found, draft, asked.User, cancellationToken) : "This draft cannot be read. Ask for a new one.";
            await TellAsync(services, slack, asked.Message, outcome, cancellationToken);
            return Results.Ok();
        }
        if (!found.Stage.IsOpen())
            return Answer($"{found.IssueKey} is over; nobody needs to lead its communication.");
        var who = $"slack:{asked.User}";
        await services.GetRequiredService<TakeTheLead>().ToAsync(found, who, who, cancellationToken, asked.Name.Length > 0 ? asked.Name : asked.User);
        var said = $"<@{SlackMessage.Escape(asked.User)}> leads the communication of {found.IssueKey}.";
        if (asked.Message is null)
            return Answer(said, "in_channel");
        // The answer to a button shows nowhere.
        await TellAsync(services, slack, asked.Message, said, cancellationToken);
        return Results.Ok();
    }

    private static Task<SlackAnswer> TellAsync(IServiceProvider services, SlackSettings slack, string? thread, string text, CancellationToken cancellationToken) =>
        services.GetRequiredService<SlackClient>().CallAsync("chat.postMessage", slack.Token!, new { channel = slack.Channel, thread_ts = thread, text }, cancellationToken);

    private static IResult Drafted(Incident incident, IReadOnlyList<IncidentUpdate> updates, SlackCall asked, InstallationSettings settings, DateTimeOffset now)
    {
        if (!incident.Stage.IsOpen())
            return Answer($"{incident.IssueKey} is over; write about it on the ticket.");
        var draft = SlackDraft.Of(incident, updates, asked.Words, settings, now);
        return draft.Words.Length > SlackDraft.MostWords
            ? Answer($"Slack holds {SlackDraft.MostWords} characters of a draft. Write shorter, or on the ticket.")
            : Results.Json(draft.Shown(asked.User));
    }

    private static IResult Answer(string text, string to = "ephemeral") => Results.Json(new { response_type = to, text });
}
