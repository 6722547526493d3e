using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace JsmConnector.Platform.Database;

/// <summary>Stores every `record struct XxxId(Guid Value)` as a uuid.</summary>
public static class TypedIdConversions
{
    public static void Apply(ModelConfigurationBuilder configuration, Assembly assembly)
    {
        foreach (var id in assembly.GetTypes().Where(IsTypedId))
        {
            configuration.Properties(id)
                .HaveConversion(typeof(TypedIdConverter<>).MakeGenericType(id));
        }
    }

    private static bool IsTypedId(Type type) =>
        type is { IsValueType: true, IsGenericType: false } && type.Name.EndsWith("Id", StringComparison.Ordinal)
        && type.GetConstructor([typeof(Guid)]) is not null && type.GetProperty("Value")?.PropertyType == typeof(Guid);
}

public sealed class TypedIdConverter<TId>() : ValueConverter<TId, Guid>(id => ValueOf(id), value => Create(value))
    where TId : struct
{
    private static readonly Func<TId, Guid> Read = typeof(TId).GetProperty("Value")!.GetMethod!.CreateDelegate<StructReader>() is { } reader
        ? id => reader(ref id)
        : throw new InvalidOperationException();

    private delegate Guid StructReader(ref TId id);

    private static Guid ValueOf(TId id) => Read(id);

    private static TId Create(Guid value) => (TId)Activator.CreateInstance(typeof(TId), value)!;
}
