using System.Text;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>The private folder of the Unix socket. Whoever can enter it is trusted by the server, so it is the owner's alone.</summary>
internal static class SocketFolder
{
    public const int Port = 5432;

    /// <summary>Bytes that every Unix allows for the path of a socket (Linux 107, macOS 103).</summary>
    private const int LongestPath = 103;
    private const string TemporaryPrefix = "jsmconnector-pg-";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string Socket(string folder) => $"{folder}/.s.PGSQL.{Port}";

    public static bool Fits(string folder) => Encoding.UTF8.GetByteCount(Socket(folder)) <= LongestPath;

    /// <summary>
    /// In the data folder; under the temp path when that is too long. The latter gets a new, unguessable name at every start, so that nobody can
    /// wait there for us; others learn it from postmaster.pid.
    /// </summary>
    public static string Create(string dataDirectory)
    {
        var folder = Path.Combine(dataDirectory, "socket");
        if (!Fits(folder))
            return OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : Directory.CreateTempSubdirectory(TemporaryPrefix).FullName;
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, OwnerOnly);
        return folder;
    }

    public static bool IsTemporary(string folder) => Path.GetFileName(folder).StartsWith(TemporaryPrefix, StringComparison.Ordinal);

    /// <summary>Removes a folder under the temp path; the one in the data folder stays.</summary>
    public static void Remove(string? folder)
    {
        if (folder is not null && IsTemporary(folder) && Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
