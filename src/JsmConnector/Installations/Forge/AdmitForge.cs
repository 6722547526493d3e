using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.Platform.Database;

namespace JsmConnector.Installations.Forge;

/// <summary>
/// Leads a verified call of Forge to its site, and keeps the token that came along. Kept for two seconds like the other doors' answers; a token that differs
/// from the stored one is written at most every five minutes, because Forge makes many and each is good for hours.
/// </summary>
public sealed class AdmitForge(IServiceScopeFactory scopes, TimeProvider clock) : IForgeInstallations
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TokenPrecision = TimeSpan.FromMinutes(5);
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (Heard Heard, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async ValueTask<ForgeAdmission> AdmitAsync(ForgeInvocation invocation, string? systemToken, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var hash = systemToken is null ? null : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(systemToken)));
        if (_known.TryGetValue(invocation.InstallationId, out var known) && known.Until > now && MayEnter(known.Heard.State) is null && !IsWorthKeeping(known.Heard, hash, now))
            return Answer(known.Heard);

        await using var scope = scopes.CreateAsyncScope();
        var call = await scope.ServiceProvider.GetRequiredService<FindForgeSite>().FindAsync(invocation, cancellationToken);
        if (call is null)
        {
            var added = await scope.ServiceProvider.GetRequiredService<AddForgeSite>().AddAsync(invocation, systemToken, cancellationToken);
            if (added is ForgeSiteAdded.Refused(var reason))
                return new ForgeAdmission.Refused(reason);
            call = ((ForgeSiteAdded.Added)added).Installation;
        }

        await using var own = scopes.Enter(call.Value);
        var heard = await own.ServiceProvider.GetRequiredService<HearForge>().HearAsync(invocation, systemToken, hash, cancellationToken);
        if (_known.Count > Most)
            _known.Clear();
        _known[invocation.InstallationId] = (heard, now + Kept);
        return Answer(heard);
    }

    private static ForgeAdmission Answer(Heard heard) => MayEnter(heard.State) is { } refusal
        ? new ForgeAdmission.Refused(refusal)
        : new ForgeAdmission.Admitted(heard.Installation.Value);

    /// <summary>A site that counts as uninstalled is not among them: a call proves that the app is there again, and <see cref="HearForge"/> brought it back.</summary>
    internal static TokenRefusal? MayEnter(InstallationState state) => state switch
    {
        InstallationState.Enabled => null,
        InstallationState.Disabled => TokenRefusal.InstallationDisabled,
        _ => TokenRefusal.InstallationUninstalled,
    };

    internal static bool IsWorthKeeping(Heard heard, string? hash, DateTimeOffset now) =>
        hash is not null && hash != heard.TokenHash && !(heard.TokenReceivedAt > now - TokenPrecision);
}

/// <param name="TokenHash">Of the newest token seen; the token itself is kept encrypted only.</param>
public sealed record Heard(InstallationId Installation, InstallationState State, string? TokenHash, DateTimeOffset? TokenReceivedAt);
