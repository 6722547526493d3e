using JsmConnector.Platform;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace JsmConnector.Operators.SignIn;

/// <summary>Links become sessions, once. No password is ever stored or asked for: who may read the server's command line is an operator.</summary>
public sealed class SignInOperator(JsmConnectorContext database, IOptions<AppOptions> app, TimeProvider clock)
{
    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(2);

    /// <summary>A link for one person. Whoever has it can sign in, so it is shown and never logged.</summary>
    public async Task<Uri> MakeLinkAsync(CancellationToken cancellationToken)
    {
        var (now, token) = (clock.GetUtcNow(), OperatorToken.New());
        await database.Set<OperatorLink>().Where(link => link.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        await database.Set<OperatorSession>().Where(session => session.ExpiresAt < now).ExecuteDeleteAsync(cancellationToken);
        database.Add(new OperatorLink { TokenHash = OperatorToken.HashOf(token)!, ExpiresAt = now + LinkLife });
        await database.SaveChangesAsync(cancellationToken);
        return new Uri($"{app.Value.BaseUrl.TrimEnd('/')}{OperatorsRegistration.Path}/sign-in?token={token}");
    }

    /// <returns>The token of a new session; null when the link is unknown, used or too old.</returns>
    public async Task<string?> RedeemAsync(string? linkToken, CancellationToken cancellationToken)
    {
        if (OperatorToken.HashOf(linkToken) is not { } hash)
            return null;
        var (now, session) = (clock.GetUtcNow(), OperatorToken.New());
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // One statement decides, so that two browsers with one link do not both get in.
        var redeemed = await database.Set<OperatorLink>().Where(link => link.TokenHash == hash && link.UsedAt == null && link.ExpiresAt > now)
            .ExecuteUpdateAsync(set => set.SetProperty(link => link.UsedAt, now), cancellationToken);
        if (redeemed == 0)
            return null;
        database.Add(new OperatorSession { TokenHash = OperatorToken.HashOf(session)!, StartedAt = now, ExpiresAt = now + SessionLife });
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return session;
    }

    public async Task<bool> IsSignedInAsync(string? sessionToken, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return OperatorToken.HashOf(sessionToken) is { } hash
            && await database.Set<OperatorSession>().AnyAsync(session => session.TokenHash == hash && session.ExpiresAt > now, cancellationToken);
    }

    public async Task SignOutAsync(string? sessionToken, CancellationToken cancellationToken)
    {
        if (OperatorToken.HashOf(sessionToken) is { } hash)
            await database.Set<OperatorSession>().Where(session => session.TokenHash == hash).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends every session and every link that was not used.</summary>
    public async Task<int> SignOutEverybodyAsync(CancellationToken cancellationToken)
    {
        await database.Set<OperatorLink>().ExecuteDeleteAsync(cancellationToken);
        return await database.Set<OperatorSession>().ExecuteDeleteAsync(cancellationToken);
    }
}
