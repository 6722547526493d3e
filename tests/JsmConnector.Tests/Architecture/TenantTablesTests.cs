using JsmConnector.Platform.Database;
using JsmConnector.Tests.Architecture.Planted.Tables;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace JsmConnector.Tests.Architecture;

/// <summary>The rows of a tenant lie together, and whoever opens the database with psql reads what a table is for.</summary>
public sealed class TenantTablesTests
{
    private static readonly IModel App = ModelOf(new DesignTimeContext().CreateDbContext([]));
    private static readonly IModel Planted = ModelOf(new PlantedContext());

    [Fact]
    public void Every_table_of_tenants_has_its_owner_first_and_says_what_it_is_for() => Assert.Equal([], Violations(App));

    [Fact]
    public void Every_table_of_tenants_is_filtered_by_the_owner() =>
        Assert.All(App.GetEntityTypes().Where(IsOwnedByATenant), entity => Assert.NotNull(entity.FindDeclaredQueryFilter(JsmConnectorContext.TenantFilter)));

    [Fact]
    public void Nothing_with_an_owner_forgets_to_say_so() =>
        Assert.Empty(App.GetEntityTypes().Where(entity => !entity.IsOwned() && entity.FindProperty("InstallationId") is not null && !IsOwnedByATenant(entity)).Select(entity => entity.ClrType.Name));

    [Fact]
    public void The_rule_sees_the_tables() => Assert.InRange(App.GetEntityTypes().Count(IsOwnedByATenant), 8, 100);

    [Fact]
    public void Planted_tables_are_found() => Assert.Equal(
        [
            "KeyWithoutOwner: the primary key begins with Id. It begins with InstallationId, so that one tenant's rows lie together and none is found by a bare id.",
            "OwnerComesSecond: the primary key begins with Id. It begins with InstallationId, so that one tenant's rows lie together and none is found by a bare id.",
            "SaysNothing: the table has no comment. Say with HasComment what a row is.",
        ],
        Violations(Planted));

    private static IReadOnlyList<string> Violations(IModel model) =>
        [.. model.GetEntityTypes().Where(IsOwnedByATenant).OrderBy(entity => entity.ClrType.Name, StringComparer.Ordinal).SelectMany(Judge)];

    private static IEnumerable<string> Judge(IEntityType entity)
    {
        var first = entity.FindPrimaryKey()?.Properties[0].Name ?? "nothing";
        if (first != nameof(ITenantOwned.InstallationId))
            yield return $"{entity.ClrType.Name}: the primary key begins with {first}. It begins with InstallationId, so that one tenant's rows lie together and none is found by a bare id.";
        if (string.IsNullOrWhiteSpace(entity.GetComment()))
            yield return $"{entity.ClrType.Name}: the table has no comment. Say with HasComment what a row is.";
    }

    private static bool IsOwnedByATenant(IReadOnlyEntityType entity) => typeof(ITenantOwned).IsAssignableFrom(entity.ClrType) && !entity.IsOwned();

    /// <summary>Comments are part of the model that migrations are made from, not of the one that queries run on.</summary>
    private static IModel ModelOf(DbContext context)
    {
        using (context)
            return context.GetService<IDesignTimeModel>().Model;
    }
}
