using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Operators.SignIn;

/// <summary>A sign-in link that was handed out. Only the hash of its token is kept: reading the database lets nobody in.</summary>
public sealed class OperatorLink
{
    public required byte[] TokenHash { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>A link works once.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>An operator's browser. Ends by itself; removing the row ends it at once.</summary>
public sealed class OperatorSession
{
    public required byte[] TokenHash { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

public sealed class OperatorLinkMapping : IEntityTypeConfiguration<OperatorLink>
{
    public void Configure(EntityTypeBuilder<OperatorLink> builder)
    {
        builder.ToTable("operator_links", table => table.HasComment("One-time sign-in links of operators, as hashes. Belongs to no site."));
        builder.HasKey(link => link.TokenHash);
    }
}

public sealed class OperatorSessionMapping : IEntityTypeConfiguration<OperatorSession>
{
    public void Configure(EntityTypeBuilder<OperatorSession> builder)
    {
        builder.ToTable("operator_sessions", table => table.HasComment("Browsers of operators that are signed in, as hashes. Belongs to no site."));
        builder.HasKey(session => session.TokenHash);
    }
}
