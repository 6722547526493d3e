using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Incidents.Publications;
using JsmConnector.Platform.Html;
using JsmConnector.Postmortems.Actions;
using JsmConnector.Postmortems.Facts;
using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using JsmConnector.Postmortems.Versions;

namespace JsmConnector.Postmortems.Screen;

/// <summary>What the buttons of the postmortem screen do. The caller may see the ticket; whatever changes the text needs the right to edit it.</summary>
public sealed class WorkOnPostmortem(AskForPostmortem ask, ChangePostmortem change, MovePostmortem move, PublishPostmortem publish, AddAction add, NameCauses causes, CorrectMoments moments, ReadPostmortem read, ReadVersions versions)
{
    public const string Autosave = "autosave";

    public async Task<PostmortemModel> DoAsync(
        Incident incident, PostmortemForm form, PostmortemDocument document, IFormCollection fields, string? author, CancellationToken cancellationToken)
    {
        var decision = fields["decision"].ToString();
        if (decision is "history" or "compare")
            return await HistoryAsync(incident, form, fields, cancellationToken);
        if (decision == "file-pdf")
            return new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Degraded, "There is no PDF: the app's machine has no Chromium, or it failed. Take HTML and print it.") };
        if (!form.CanEdit)
            return new PostmortemModel.Written(form, document, null) { Said = decision is "" or "read" ? null : new Said(Tone.Degraded, "Ask for the permission to edit the ticket: it is the one to change its postmortem.") };
        return decision switch
        {
            "edit" => new PostmortemModel.Editing(form, document.InternalSource, document.ExternalSource, null, null, false),
            "preview" => new PostmortemModel.Editing(form with { Version = Number(fields["version"]) }, Text(fields["internal"]), Text(fields["external"]), fields["note"], null, true) { Findings = AccountFindings.In(incident, Text(fields["external"])) },
            "save" => await SavedAsync(incident, form, fields, await EditAsync(incident, fields, author, cancellationToken), cancellationToken),
            "restore" => await ShownAsync(incident, form, await change.RestoreAsync(incident.Id, Number(fields["version"]), Number(fields["number"]), author, cancellationToken), "is the newest now, with the text of the older one.", cancellationToken),
            "refresh" => await ShownAsync(incident, form, await change.RefreshAsync(incident.Id, Number(fields["version"]), author, cancellationToken), "has the newest facts.", cancellationToken),
            "facts" or "words" => await ShownAsync(incident, form, await change.SettleAsync(
                incident.Id, Number(fields["version"]), fields["document"] == "external" ? TemplateAudience.External : TemplateAudience.Internal, fields["region"].ToString(),
                decision == "facts", author, cancellationToken), "holds your decision.", cancellationToken),
            "waive" => await ShownAsync(incident, form, await move.WaiveAsync(incident, fields["reason"].ToString(), cancellationToken), "", cancellationToken),
            "place-publish" or "place-overwrite" or "place-draft" or "place-withdraw" or "place-withdraw-theirs" => await PlacedAsync(incident, form, fields, decision, author, cancellationToken),
            "causes" => await ShownAsync(incident, form, await causes.NameAsync(incident.Id, Lines(fields["categories"]), Lines(fields["factors"]), cancellationToken), "", cancellationToken),
            "correct" => await CorrectedAsync(incident, form, fields, author, cancellationToken),
            "action" => await AddedAsync(incident, form, document, fields, author, cancellationToken),
            _ when ReviewMoves.Find(decision) is { } wanted => await ShownAsync(
                incident, form, await move.MoveAsync(incident, Number(fields["version"]), wanted, author, cancellationToken), "", cancellationToken),
            _ => new PostmortemModel.Written(form, document, null),
        };
    }

    private async Task<PostmortemModel> CorrectedAsync(Incident incident, PostmortemForm form, IFormCollection fields, string? author, CancellationToken cancellationToken)
    {
        var document = (await read.DocumentAsync(incident.Id, cancellationToken))!;
        DateTimeOffset? at = DateTimeOffset.TryParse(fields["at"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        if (!Enum.TryParse<MomentKind>(fields["moment"], out var moment) || !Enum.IsDefined(moment) || (at is null && fields["at"].ToString().Length > 0))
            return new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Degraded, "Nothing was changed: choose a moment and give a time like 2026-11-23 11:52.") };
        return await moments.CorrectAsync(incident, moment, at, fields["because"], author, cancellationToken) is PostmortemChange.Refused(_, var reason, var mend)
            ? new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Degraded, $"{reason} {mend}") }
            : new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Good, "Everything that is counted from it is counted again. Load the page again in a moment.") };
    }

    private async Task<PostmortemModel> AddedAsync(
        Incident incident, PostmortemForm form, PostmortemDocument document, IFormCollection fields, string? author, CancellationToken cancellationToken)
    {
        DateOnly? due = DateOnly.TryParseExact(fields["due"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
        var kind = Enum.TryParse<ActionKind>(fields["kind"], true, out var known) && Enum.IsDefined(known) ? known : ActionKind.Prevent;
        var wanted = new NewAction(fields["title"], null, kind, fields["priority"] == "yes", null, null, fields["owner"], due);
        return await add.AddAsync(incident, wanted, author, cancellationToken) is AddedAction.Refused(_, var reason, var mend)
            ? new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Degraded, $"{reason} {mend}"), KeptAction = wanted }
            : new PostmortemModel.Written(form, document, null) { Said = new Said(Tone.Good, "The issue is being made. Load the page again in a moment.") };
    }

    private async Task<PostmortemModel> PlacedAsync(Incident incident, PostmortemForm form, IFormCollection fields, string decision, string? author, CancellationToken cancellationToken)
    {
        var wish = decision switch
        {
            "place-draft" => PublicationWish.Draft,
            "place-withdraw" or "place-withdraw-theirs" => PublicationWish.Withdrawn,
            _ => PublicationWish.Published,
        };
        var asked = await publish.AtAsync(incident, fields["target"].ToString(), wish, decision is "place-overwrite" or "place-withdraw-theirs", author, cancellationToken);
        var document = (await read.DocumentAsync(incident.Id, cancellationToken))!;
        return new PostmortemModel.Written(form with { Version = document.Version }, document, null)
        {
            Said = asked is AskedToPublish.Refused(_, var reason, var mend) ? new Said(Tone.Degraded, $"{reason} {mend}") : new Said(Tone.Good, "It is under way. Load the page again in a moment to see how far it came."),
        };
    }

    /// <summary>The one button there is before anything was written: ask for it.</summary>
    public async Task<PostmortemModel> BeforeItIsWrittenAsync(
        Incident incident, PostmortemForm form, PostmortemProgress? progress, IFormCollection? fields, CancellationToken cancellationToken)
    {
        var waiting = new PostmortemModel.NotYet(form, incident.IssueKey, progress?.DueAt, progress?.Problem);
        if (!form.CanEdit || fields?["decision"].ToString() != "ask")
            return waiting;
        return await ask.AskAsync(incident, cancellationToken) is AskedForPostmortem.Refused(var reason, var mend)
            ? waiting with { Said = new Said(Tone.Degraded, $"{reason} {mend}") }
            : waiting with { Said = new Said(Tone.Good, "It is being put together. Load the page again in a minute.") };
    }

    /// <returns>The version that stands now; null when it could not be saved.</returns>
    public async Task<int?> SaveAsync(Incident incident, IFormCollection fields, string? author, CancellationToken cancellationToken) =>
        await EditAsync(incident, fields, author, cancellationToken) is PostmortemChange.Saved(var version) ? version : null;

    private Task<PostmortemChange> EditAsync(Incident incident, IFormCollection fields, string? author, CancellationToken cancellationToken) => change.EditAsync(
        incident.Id, new PostmortemEdit(
            Number(fields["version"]), fields.ContainsKey("internal") ? Text(fields["internal"]) : null, fields.ContainsKey("external") ? Text(fields["external"]) : null,
            author, fields["note"].ToString() is { Length: > 0 } note ? note : null), cancellationToken);

    /// <summary>Whatever happens, the words that the person sent are on the screen that follows.</summary>
    private async Task<PostmortemModel> SavedAsync(Incident incident, PostmortemForm form, IFormCollection fields, PostmortemChange result, CancellationToken cancellationToken)
    {
        var basedOn = Number(fields["version"]);
        PostmortemModel.Editing Again(int version, VersionDiff? clash, string said) =>
            new(form with { Version = version }, Text(fields["internal"]), Text(fields["external"]), fields["note"], clash, false) { Said = new Said(Tone.Degraded, said) };
        return result switch
        {
            PostmortemChange.Outdated(var newest) => Again(
                newest.Number, await versions.CompareAsync(incident.Id, basedOn, newest.Number, cancellationToken),
                $"Version {newest.Number} was saved while you wrote. Your words are still here, not saved. Bring both together and save again; saving as it is takes the others' changes out."),
            PostmortemChange.Refused(var field, var reason, var mend) => Again(basedOn, null, $"Not saved. {field}: {reason} {mend}"),
            _ => await ShownAsync(incident, form, result, "is saved.", cancellationToken),
        };
    }

    private async Task<PostmortemModel> ShownAsync(Incident incident, PostmortemForm form, PostmortemChange result, string done, CancellationToken cancellationToken)
    {
        var document = (await read.DocumentAsync(incident.Id, cancellationToken))!;
        var said = result switch
        {
            PostmortemChange.Saved when done.Length == 0 => new Said(Tone.Good, "Done."),
            PostmortemChange.Saved(var version) => new Said(Tone.Good, version == form.Version ? "Nothing was changed." : $"Version {version} {done}"),
            PostmortemChange.Outdated(var newest) => new Said(Tone.Degraded, $"Version {newest.Number} was saved meanwhile. Read it and decide again."),
            PostmortemChange.Refused(_, var reason, var mend) => new Said(Tone.Degraded, $"{reason} {mend}"),
            _ => new Said(Tone.Degraded, "Nothing was changed."),
        };
        return new PostmortemModel.Written(form with { Version = document.Version }, document, null) { Said = said };
    }

    private async Task<PostmortemModel> HistoryAsync(Incident incident, PostmortemForm form, IFormCollection fields, CancellationToken cancellationToken)
    {
        var to = Number(fields["number"]);
        var from = fields.ContainsKey("from") ? Number(fields["from"]) : to - 1;
        return new PostmortemModel.History(
            form, await versions.ListAsync(incident.Id, cancellationToken), fields["decision"] == "compare" ? await versions.CompareAsync(incident.Id, from, to, cancellationToken) : null);
    }

    private static string Text(string? sent) => sent ?? "";

    private static string[] Lines(string? sent) => Text(sent).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
