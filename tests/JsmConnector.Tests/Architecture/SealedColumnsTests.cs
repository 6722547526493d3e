using JsmConnector.Platform.Database;
using JsmConnector.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace JsmConnector.Tests.Architecture;

/// <summary>A secret that nobody registered would stay under the old key when the encryption key is rotated, and be lost with it.</summary>
public sealed class SealedColumnsTests
{
    /// <summary>Bytes that are no secrets.</summary>
    private static readonly string[] InTheOpen = ["webhooks.body", "api_tokens.hash", "operator_links.token_hash", "operator_sessions.token_hash"];

    [Fact]
    public void Every_sealed_column_follows_a_rotation_of_the_key()
    {
        using var context = new DesignTimeContext().CreateDbContext([]);

        Assert.Equal([], Bytes(context.Model).Except(InTheOpen).Except(Registered).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_rule_sees_the_columns()
    {
        using var context = new DesignTimeContext().CreateDbContext([]);

        Assert.Contains("installations.shared_secret", Bytes(context.Model));
        Assert.Contains("installations.shared_secret", Registered);
    }

    private static IEnumerable<string> Registered => typeof(Application).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && typeof(ISealedValues).IsAssignableFrom(type))
        .SelectMany(type => ((ISealedValues)Activator.CreateInstance(type)!).Columns);

    private static IEnumerable<string> Bytes(IModel model) => model.GetEntityTypes().SelectMany(entity => entity.GetProperties().Where(property => property.ClrType == typeof(byte[]))
        .Select(property => $"{entity.GetTableName()}.{property.GetColumnName()}"));
}
