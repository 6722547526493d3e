using System.Globalization;
using System.Text.RegularExpressions;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>Reads from this machine what the decisions depend on.</summary>
public static partial class Machine
{
    private static readonly string[] PackageClients = ["apt-get", "dnf", "zypper", "pacman", "apk", "brew"];

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    /// <summary>The folders of PATH, then those where an ordinary user often lacks them.</summary>
    private static IEnumerable<string> SearchPath =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
        .Distinct(StringComparer.Ordinal);

    public static string? Find(string program) =>
        SearchPath.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    public static Surroundings Look(string? binaryDirectory) =>
        new(binaryDirectory, [.. SearchPath], [.. UsualFolders()], MajorIn, [.. PackageClients.Where(client => Find(client) is not null)], IsRoot);

    public static async Task<RunAs> LookForRunAsAsync(CancellationToken cancellationToken)
    {
        if (!IsRoot)
            return new RunAs.Direct();
        var accounts = Unprivileged.Accounts(await File.ReadAllTextAsync("/etc/passwd", cancellationToken));
        var canUseNamespace = Unprivileged.ForNamespace(accounts) is { } account && Find("unshare") is not null
            && (await Command.RunAsync([.. new RunAs.UserNamespace(account.UserId, account.GroupId).Prefix, "true"], cancellationToken)).Succeeded;
        return Unprivileged.Decide(isRoot: true, canUseNamespace, accounts, Find("setpriv") is not null);
    }

    private static IEnumerable<string> UsualFolders()
    {
        (string Parent, string Pattern, string Child)[] places =
        [
            ("/usr/lib/postgresql", "*", "bin"),
            ("/usr", "pgsql-*", "bin"),
            ("/usr/libexec", "postgresql*", ""),
            ("/opt/homebrew/opt", "postgresql@*", "bin"),
            ("/usr/local/opt", "postgresql@*", "bin"),
            ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ];
        var versioned = places.Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => PostgresBinaries.NewestFirst(
                Directory.EnumerateDirectories(place.Parent, place.Pattern).Select(folder => Path.Combine(folder, place.Child))));
        return versioned.Concat(["/opt/homebrew/bin", "/usr/local/bin", "/usr/local/pgsql/bin"]);
    }

    private static int? MajorIn(string folder)
    {
        var server = Path.Combine(folder, "postgres");
        if (!File.Exists(server) || !File.Exists(Path.Combine(folder, "initdb")))
            return null;
        var match = Version().Match(Command.Output(server, "--version"));
        return match.Success ? int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex(@"\) (?<major>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Version();
}
