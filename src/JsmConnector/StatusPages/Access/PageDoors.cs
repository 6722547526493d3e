using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.StatusPages.Access;

public sealed class PageDoors(JsmConnectorContext database, TimeProvider clock) : IPageDoors
{
    public async Task<IReadOnlyList<Guid>> OpenLinksAsync(string page, CancellationToken cancellationToken) =>
        await PageKeys.Valid(database, page, clock.GetUtcNow()).Select(link => link.Id).ToListAsync(cancellationToken);
}
