using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Installations.Forge;

public sealed class SealedForgeTokens : ISealedValues
{
    public IReadOnlyList<string> Columns => ["forge_sides.system_token"];

    public Task<Resealed> ResealAsync(InstallationId installation, JsmConnectorContext database, SecretBox secrets, CancellationToken cancellationToken) =>
        database.Set<ForgeSide>().ResealAsync(side => side.SystemToken, ForgeSide.SecretOf(installation), secrets, cancellationToken);
}
