using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace JsmConnector.Platform.Database;

/// <summary>
/// Writes many new rows of a table as one stream (<see href="https://www.postgresql.org/docs/15/sql-copy.html">COPY</see>) instead of one statement each,
/// by the same mappings that the ORM uses. What the database counts is left to it, in the order of the rows.
/// </summary>
internal static class CopyRows
{
    private sealed record Column(IProperty Property, string Name, Func<object?, object?>? ToProvider, string Type);

    /// <param name="rows">New rows of one type. They must not refer to rows that are not stored yet.</param>
    public static async Task WriteAsync(NpgsqlConnection connection, IEntityType type, IEnumerable<EntityEntry> rows, CancellationToken cancellationToken)
    {
        var table = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        var columns = type.GetProperties().Where(IsGiven).Select(property => ColumnOf(property, table)).ToList();
        await using var writer = await connection.BeginBinaryImportAsync(
            $"copy {table.Name} ({string.Join(", ", columns.Select(column => column.Name))}) from stdin (format binary)", cancellationToken);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellationToken);
            foreach (var column in columns)
                await WriteAsync(writer, column, row.CurrentValues[column.Property], cancellationToken);
        }
        await writer.CompleteAsync(cancellationToken);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter writer, Column column, object? value, CancellationToken cancellationToken)
    {
        var stored = column.ToProvider is { } convert ? convert(value) : value;
        return stored is null ? writer.WriteNullAsync(cancellationToken) : writer.WriteAsync(stored, column.Type, cancellationToken);
    }

    private static bool IsGiven(IProperty property) =>
        property.ValueGenerated is ValueGenerated.Never or ValueGenerated.OnAdd && property.GetValueGenerationStrategy() is NpgsqlValueGenerationStrategy.None;

    private static Column ColumnOf(IProperty property, StoreObjectIdentifier table)
    {
        var mapping = property.GetRelationalTypeMapping();
        return new Column(property, property.GetColumnName(table)!, mapping.Converter?.ConvertToProvider, mapping.StoreTypeNameBase);
    }
}
