using System.Globalization;
using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Notifications;
using JsmConnector.Platform.Database;

namespace JsmConnector.Administration.Destinations;

/// <summary>What the buttons of the destinations do: each edits its entry in the one settings document.</summary>
public sealed class DestinationsDecisions(CurrentSettings current, SaveStep save, TestDestination test, IEnumerable<INotificationChannel> channels, SealedFields secrets)
{
    public async Task<DestinationsModel> DecideAsync(InstallationId site, string? author, IFormCollection form, DestinationsModel page, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        page = page with { Version = version };
        switch (form["decision"].ToString())
        {
            case "edit" or "new":
                return Shown(page, settings) with { Entry = EntryOf(form, settings) };
            case "save" or "test" when secrets.Lost(site, author, form) is { Count: > 0 } lost:
                return await AfterAsync(site, author, form, page, SaveStep.Refused(lost), cancellationToken);
            case "save":
                return await AfterAsync(site, author, form, page, await save.SaveAsync(site, With(site, author, settings, form), form, author, cancellationToken), cancellationToken);
            case "test":
                return Shown(page, settings) with { Entry = Kept(site, author, form, EntryOf(form, With(site, author, settings, form)), settings), Version = Number(form["version"]) ?? version, Saved = await TestAsync(site, author, settings, form, cancellationToken) };
            case "remove":
                return await AfterAsync(site, author, form, page, await save.SaveAsync(site, Without(settings, form), form, author, cancellationToken), cancellationToken);
            case "undo":
                return await AfterAsync(site, author, form, page, await save.UndoAsync(site, form, author, cancellationToken), cancellationToken);
            default:
                return Shown(page, settings);
        }
    }

    private async Task<StepSaved> TestAsync(InstallationId site, string? author, InstallationSettings settings, IFormCollection form, CancellationToken cancellationToken)
    {
        var (wanted, id) = (With(site, author, settings, form), Id(form));
        if (save.Mistakes(wanted) is { Count: > 0 } mistakes)
            return SaveStep.Refused(mistakes);
        return new StepSaved(IsPage(form)
            ? await test.OfAsync(site, wanted.StatusPages.First(page => page.Id == id), cancellationToken)
            : await test.OfAsync(site, wanted, id, cancellationToken));
    }

    private async Task<DestinationsModel> AfterAsync(InstallationId site, string? author, IFormCollection form, DestinationsModel page, StepSaved saved, CancellationToken cancellationToken)
    {
        var (version, settings) = await current.GetVersionAsync(site, cancellationToken);
        // What could not be removed is shown as it is.
        if (saved.KeepsForm && form["decision"] == "remove")
            return Shown(page, settings) with { Saved = saved, Entry = EntryOf(form, settings), Version = version };
        return saved.KeepsForm
            ? Shown(page, settings) with { Saved = saved, Entry = Kept(site, author, form, EntryOf(form, With(site, author, settings, form)), settings), Version = Number(form["version"]) ?? version }
            : Shown(page, settings) with { Saved = saved, Version = version };
    }

    private DestinationsModel Shown(DestinationsModel page, InstallationSettings settings) => page with
    {
        Kinds = [.. channels.Select(channel => channel.Kind).Order(StringComparer.Ordinal)],
        Rows =
        [
            .. settings.StatusPages.Select(entry => new EntryRow(DestinationFields.Page, entry.Id, entry.Provider, "", true)),
            .. settings.Channels.Select(entry => new EntryRow(DestinationFields.Channel, entry.Id, entry.Kind,
                string.Join(", ", settings.Audiences.Where(audience => audience.Channels.Contains(entry.Id, StringComparer.Ordinal)).Select(audience => audience.Name)),
                channels.FirstOrDefault(channel => channel.Kind == entry.Kind)?.IsReady ?? false)),
        ],
    };

    private EntryForm? EntryOf(IFormCollection form, InstallationSettings settings)
    {
        var (id, kind, isNew) = (Id(form), form["kind"].ToString(), form["decision"] == "new" || form["new"] == "true");
        if (IsPage(form))
        {
            var page = settings.StatusPages.LastOrDefault(entry => entry.Id == id) ?? new StatusPageSettings { Id = id, Provider = kind };
            return DestinationFields.Providers.Contains(page.Provider) ? new EntryForm(DestinationFields.Page, page.Id, page.Provider, isNew, DestinationFields.Of(page)) : null;
        }
        var channel = settings.Channels.LastOrDefault(entry => entry.Id == id) ?? new ChannelSettings { Id = id, Kind = kind };
        return channels.FirstOrDefault(known => known.Kind == channel.Kind) is not { } known ? null : new EntryForm(DestinationFields.Channel, channel.Id, channel.Kind, isNew, DestinationFields.Of(channel, known))
        {
            Audiences = [.. settings.Audiences.Select(audience => (audience.Name, audience.Channels.Contains(channel.Id, StringComparer.Ordinal)))],
            Others = [.. settings.Channels.Where(other => other.Id != channel.Id).Select(other => other.Id)],
            Fallback = channel.Fallback ?? "",
            IsPublic = known.IsPublic,
        };
    }

    /// <summary>The settings with the entry as the form has it. An id that is taken is not overwritten by a new entry: the rules then say that it is used twice.</summary>
    private InstallationSettings With(InstallationId site, string? author, InstallationSettings settings, IFormCollection form)
    {
        var (id, kind, isNew) = (Id(form), form["kind"].ToString(), form["new"] == "true");
        string Typed(string name) => this.Typed(site, author, form, name);
        if (IsPage(form))
        {
            var held = isNew ? null : settings.StatusPages.FirstOrDefault(page => page.Id == id);
            var wanted = DestinationFields.With(held ?? new StatusPageSettings { Id = id, Provider = kind }, Typed);
            return settings with { StatusPages = held is null ? [.. settings.StatusPages, wanted] : [.. settings.StatusPages.Select(page => page == held ? wanted : page)] };
        }
        if (channels.FirstOrDefault(channel => channel.Kind == kind) is not { } known)
            return settings;
        var old = isNew ? null : settings.Channels.FirstOrDefault(channel => channel.Id == id);
        var entry = DestinationFields.With(old ?? new ChannelSettings { Id = id, Kind = kind }, known, Typed) with { Fallback = form["fallback"].ToString() is { Length: > 0 } other ? other : null };
        var told = form["audience"].OfType<string>().ToHashSet(StringComparer.Ordinal);
        return settings with
        {
            Channels = old is null ? [.. settings.Channels, entry] : [.. settings.Channels.Select(channel => channel == old ? entry : channel)],
            Audiences = [.. settings.Audiences.Select(audience => audience.Channels.Contains(id, StringComparer.Ordinal) == told.Contains(audience.Name) ? audience
                : audience with { Channels = told.Contains(audience.Name) ? [.. audience.Channels, id] : [.. audience.Channels.Where(channel => channel != id)] })],
        };
    }

    /// <summary>What was typed, or typed before and not saved yet. A field has one of the two names: it is a secret or none.</summary>
    private string Typed(InstallationId site, string? author, IFormCollection form, string name) =>
        form[$"value-{name}"].ToString().Trim() is { Length: > 0 } text ? text : secrets.Read(site, author, form, name);

    /// <summary>The form after a test or a refusal: a secret that was typed is not shown, and not lost either.</summary>
    private EntryForm? Kept(InstallationId site, string? author, IFormCollection form, EntryForm? entry, InstallationSettings saved) => entry is null ? null : entry with
    {
        Fields = [.. entry.Fields.Select(field => !field.Field.IsSecret ? field : field with
        {
            IsHeld = EntryOf(form, saved)?.Fields.FirstOrDefault(held => held.Field.Name == field.Field.Name)?.IsHeld ?? false,
            Kept = secrets.Keep(site, author, form, field.Field.Name),
        })],
    };

    private static InstallationSettings Without(InstallationSettings settings, IFormCollection form)
    {
        var id = Id(form);
        return IsPage(form) ? settings with { StatusPages = [.. settings.StatusPages.Where(page => page.Id != id)] } : settings with
        {
            Channels = [.. settings.Channels.Where(channel => channel.Id != id).Select(channel => channel.Fallback == id ? channel with { Fallback = null } : channel)],
            Audiences = [.. settings.Audiences.Select(audience => audience.Channels.Contains(id, StringComparer.Ordinal) ? audience with { Channels = [.. audience.Channels.Where(channel => channel != id)] } : audience)],
        };
    }

    private static bool IsPage(IFormCollection form) => form["what"] == DestinationFields.Page;

    private static string Id(IFormCollection form) => form["id"].ToString().Trim();

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
