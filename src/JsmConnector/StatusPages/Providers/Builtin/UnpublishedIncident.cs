using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;

namespace JsmConnector.StatusPages.Providers.Builtin;

/// <summary>Rows of an incident as they would be published; never saved.</summary>
/// <param name="Updates">Oldest first.</param>
public sealed record UnpublishedIncident(PublishedIncident Row, IReadOnlyList<PublishedUpdate> Updates, PageSettings Settings) : IPublicData
{
    public static UnpublishedIncident Of(InstallationId installation, PublicIncident incident, PageSettings settings, DateTimeOffset now)
    {
        var entry = PublishedEntry.Of(incident);
        return new UnpublishedIncident(RowOf(installation, entry, now), [.. entry.Updates.Select((update, index) => UpdateOf(installation, entry, update, index + 1))], settings);
    }

    private static PublishedIncident RowOf(InstallationId installation, PublishedEntry entry, DateTimeOffset now) => new()
    {
        InstallationId = installation,
        PageId = "",
        PublicId = entry.Id,
        Title = entry.Title,
        Stage = entry.Stage,
        Impact = entry.Impact,
        StartedAt = entry.StartedAt,
        ResolvedAt = entry.Ended ? entry.ResolvedAt ?? now : null,
        NextUpdateAt = entry.NextUpdateAt,
        CreatedAt = now,
        UpdatedAt = now,
        ComponentIds = [.. entry.ComponentIds],
    };

    private static PublishedUpdate UpdateOf(InstallationId installation, PublishedEntry entry, PublishedWords update, int number) => new()
    {
        InstallationId = installation,
        PageId = "",
        PublicId = update.Id,
        IncidentId = entry.Id,
        Number = number,
        Stage = update.Stage,
        Words = update.Words,
        DisplayAt = update.DisplayAt,
        NextUpdateAt = update.NextUpdateAt,
        IsCorrection = update.IsCorrection,
    };
}
