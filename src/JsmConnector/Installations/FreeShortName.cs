using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations;

public static class FreeShortName
{
    /// <summary>The site's short name, with a number behind it when another site has it already.</summary>
    public static async Task<string> ForAsync(JsmConnectorContext database, string baseUrl, CancellationToken cancellationToken)
    {
        var name = ShortName.Of(baseUrl);
        for (var number = 1; ; number++)
        {
            var candidate = number == 1 ? name : $"{name}-{number}";
            if (!await database.Set<Installation>().AnyAsync(i => i.ShortName == candidate, cancellationToken))
                return candidate;
        }
    }
}
