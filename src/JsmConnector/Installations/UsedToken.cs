using JsmConnector.AtlassianConnect.Lifecycle;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Installations;

/// <summary>A lifecycle token that was used, until it expires. Of no tenant: an install may come from a site that nobody knows yet.</summary>
public sealed class UsedToken
{
    public required string Hash { get; init; }

    public required DateTimeOffset Until { get; init; }
}

public sealed class UsedTokenMapping : IEntityTypeConfiguration<UsedToken>
{
    public void Configure(EntityTypeBuilder<UsedToken> builder)
    {
        builder.ToTable("used_tokens", table => table.HasComment("SHA-256 of lifecycle tokens that were used, until they expire: none counts twice, on whatever node."));
        builder.HasKey(token => token.Hash);
        builder.Property(token => token.Hash).HasMaxLength(64);
        builder.HasIndex(token => token.Until).HasDatabaseName("ix_used_tokens_until");
    }
}

/// <summary>The memory of used lifecycle tokens, shared by all nodes. One insert decides between two calls at the same moment.</summary>
public sealed class UsedTokens(IServiceScopeFactory scopes) : IUsedTokens
{
    public async ValueTask<bool> TryUseAsync(string hash, DateTimeOffset until, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Database
            .ExecuteSqlAsync($"insert into used_tokens (hash, until) values ({hash}, {until}) on conflict do nothing", cancellationToken) == 1;
    }

    public async ValueTask ForgetAsync(string hash, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<JsmConnectorContext>().Set<UsedToken>().Where(token => token.Hash == hash).ExecuteDeleteAsync(cancellationToken);
    }
}
