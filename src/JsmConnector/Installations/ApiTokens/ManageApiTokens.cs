using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace JsmConnector.Installations.ApiTokens;

/// <param name="Text">Shown this once; afterwards nobody can read it anywhere.</param>
public sealed record MadeApiToken(ApiToken Token, string Text);

/// <summary>Makes, lists and revokes the API tokens of the entered site. Asking whether the caller may is the screen's part.</summary>
public sealed class ManageApiTokens(JsmConnectorContext database, TenantScope tenant, TimeProvider clock)
{
    /// <summary>So that a leaked token is recognised for what it is, by people and by secret scanners.</summary>
    public const string Prefix = "jsmc_";

    public const int LongestName = 100;
    public const int Most = 50;
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(366);

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public async Task<MadeApiToken> MakeAsync(string name, ApiTokenRight right, TimeSpan life, string? account, CancellationToken cancellationToken)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var token = new ApiToken
        {
            InstallationId = tenant.Current,
            Id = ApiTokenId.New(clock),
            Name = name,
            Right = right,
            Hash = HashOf(text),
            MadeBy = account,
            MadeAt = now,
            ExpiresAt = now + (life < LongestLife ? life : LongestLife),
        };
        database.Add(token);
        await database.SaveChangesAsync(cancellationToken);
        return new MadeApiToken(token, text);
    }

    /// <summary>The ones that work, newest first, then those of the last weeks that do not any more.</summary>
    public async Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(30);
        return await database.Set<ApiToken>().AsNoTracking()
            .Where(token => token.RevokedAt == null || token.RevokedAt > since)
            .OrderBy(token => token.RevokedAt != null).ThenByDescending(token => token.MadeAt).Take(Most * 2).ToListAsync(cancellationToken);
    }

    public Task<int> CountAsync(CancellationToken cancellationToken) => database.Set<ApiToken>().CountAsync(token => token.RevokedAt == null, cancellationToken);

    /// <returns>False when there is no such token, or it was revoked before.</returns>
    public async Task<bool> RevokeAsync(ApiTokenId id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await database.Set<ApiToken>().Where(token => token.Id == id && token.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, now), cancellationToken) > 0;
    }
}
