using System.Security.Cryptography;
using JsmConnector.Platform.Database;

namespace JsmConnector.Incidents;

public readonly record struct IncidentId(Guid Value)
{
    public static IncidentId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

public readonly record struct UpdateId(Guid Value)
{
    public static UpdateId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

public readonly record struct ComponentId(Guid Value)
{
    public static ComponentId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));
}

/// <summary>The form in which an id leaves the house: twelve lower-case alphanumerics, stable, telling nothing (times, counts) of the inside.</summary>
public static class PublicId
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    public static string Of(Guid id)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(id.ToByteArray(), hash);
        return string.Create(12, BitConverter.ToUInt64(hash), static (characters, number) =>
        {
            for (var i = 0; i < characters.Length; i++, number /= 36)
                characters[i] = Alphabet[(int)(number % 36)];
        });
    }

    /// <summary>For what has a name and no id of its own: a page, a group of components.</summary>
    public static string Of(string name) => Of(new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)));

    /// <summary>A page, by its id in the settings.</summary>
    public static string OfPage(InstallationId installation, string page) => Of($"{installation.Value:N}/{page}");

    /// <summary>A group of components on a page, by its path from the top: `Europe - Mail`.</summary>
    public static string OfGroup(string page, string path) => Of($"{page}/{path}");

    public static string Public(this IncidentId id) => Of(id.Value);

    public static string Public(this UpdateId id) => Of(id.Value);

    public static string Public(this ComponentId id) => Of(id.Value);
}
