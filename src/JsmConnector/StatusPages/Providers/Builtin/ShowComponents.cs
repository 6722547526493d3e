using JsmConnector.Platform.Database;
using JsmConnector.StatusPages.Import;

namespace JsmConnector.StatusPages.Providers.Builtin;

public sealed class ShowComponents(JsmConnectorContext database, TimeProvider clock) : IPageComponents
{
    public async Task ShowAsync(InstallationId installation, string page, IReadOnlyList<ComponentState> states, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await PageVersion.LockAsync(database, installation, page, now, cancellationToken);
        await new WritePublished(database, installation, page, now).MoveComponentsAsync(states, cancellationToken);
        await database.SaveChangesAsync(cancellationToken);
        await PageVersion.TellAsync(database, installation, page, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
