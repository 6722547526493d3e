using JsmConnector.Installations;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Notifications.Readers;

/// <summary>Knows what readers chose, and gives them the links to choose. Enters the site that a token names.</summary>
public sealed class ReaderDesk(IServiceScopeFactory scopes, SecretBox secrets, IOptions<AppOptions> app, TimeProvider clock) : IReaderDesk
{
    public const string Path = "/readers";

    public ReaderLinks LinksOf(AudienceReader reader)
    {
        var root = app.Value.BaseUrl.TrimEnd('/') + Path;
        return new ReaderLinks("", $"{root}/{AudienceReader.Choices}?token={reader.Token(AudienceReader.Choices, secrets)}", $"{root}/{AudienceReader.Leave}?token={reader.Token(AudienceReader.Leave, secrets)}");
    }

    /// <param name="database">Has entered the site.</param>
    public static Task<ReaderChoice?> ChoiceOfAsync(AudienceReader reader, JsmConnectorContext database, CancellationToken cancellationToken)
    {
        var hash = reader.Hash;
        return database.Set<ReaderChoice>().FirstOrDefaultAsync(choice => choice.Audience == reader.Audience && choice.Kind == reader.Kind && choice.AddressHash == hash, cancellationToken);
    }

    public Task<OwnReading?> FindAsync(string purpose, string? token, CancellationToken cancellationToken) => EnterAsync<OwnReading?>(purpose, token, async (reader, services) =>
    {
        var settings = await services.GetRequiredService<CurrentSettings>().GetAsync(reader.Installation, cancellationToken);
        var (choice, language) = (await ChoiceOfAsync(reader, services.GetRequiredService<JsmConnectorContext>(), cancellationToken), settings.Audiences.FirstOrDefault(audience => audience.Name == reader.Audience)?.Language ?? "en");
        return new OwnReading(reader.Audience, reader.Address, language, choice?.LeftAt is not null, choice?.LeastSeverity ?? 4, choice?.Briefly ?? false);
    }, cancellationToken);

    public Task<bool> LeaveAsync(string purpose, string? token, CancellationToken cancellationToken) =>
        ChangeAsync(purpose, token, choice => choice.LeftAt ??= clock.GetUtcNow(), cancellationToken);

    public Task<bool> ChooseAsync(string? token, int leastSeverity, bool briefly, CancellationToken cancellationToken) => ChangeAsync(
        AudienceReader.Choices, token, choice => (choice.LeftAt, choice.LeastSeverity, choice.Briefly) = (null, Math.Clamp(leastSeverity, 1, 4), briefly), cancellationToken);

    private Task<bool> ChangeAsync(string purpose, string? token, Action<ReaderChoice> change, CancellationToken cancellationToken) => EnterAsync(purpose, token, async (reader, services) =>
    {
        var database = services.GetRequiredService<JsmConnectorContext>();
        for (var again = true; ; again = false)
        {
            var choice = await ChoiceOfAsync(reader, database, cancellationToken) ?? database.Add(new ReaderChoice
            {
                InstallationId = reader.Installation,
                Audience = reader.Audience,
                Kind = reader.Kind,
                AddressHash = reader.Hash,
                ChangedAt = clock.GetUtcNow(),
            }).Entity;
            change(choice);
            choice.ChangedAt = clock.GetUtcNow();
            try
            {
                await database.SaveChangesAsync(cancellationToken);
                return true;
            }
            catch (DbUpdateException) when (again)
            {
                // Mail programs and people press at the same moment: the row is there now.
                database.ChangeTracker.Clear();
            }
        }
    }, cancellationToken);

    private async Task<T?> EnterAsync<T>(string purpose, string? token, Func<AudienceReader, IServiceProvider, Task<T>> act, CancellationToken cancellationToken)
    {
        if (AudienceReader.Of(token, purpose, secrets) is not { } reader)
            return default;
        await using var scope = scopes.Enter(reader.Installation);
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<Installation>().AnyAsync(
            site => site.Id == reader.Installation && (site.State == InstallationState.Enabled || site.State == InstallationState.Disabled), cancellationToken)
            ? await act(reader, scope.ServiceProvider)
            : default;
    }
}
