using System.Globalization;
using System.Text.RegularExpressions;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>Where PostgreSQL's programs come from: found, to be installed by the machine's package client, or missing with the mend.</summary>
public abstract record BinaryDecision
{
    public sealed record Use(string Directory) : BinaryDecision;

    public sealed record InstallWithAptGet : BinaryDecision;

    public sealed record Missing(string Message) : BinaryDecision;
}

/// <summary>What the decision depends on, so that it needs no machine.</summary>
/// <param name="MajorIn">The major version of the server in a folder; null when `postgres` or `initdb` is not there.</param>
/// <param name="PackageClients">The package clients on PATH, by name.</param>
public sealed record Surroundings(
    string? Setting,
    IReadOnlyList<string> SearchPath,
    IReadOnlyList<string> UsualFolders,
    Func<string, int?> MajorIn,
    IReadOnlyCollection<string> PackageClients,
    bool IsRoot);

public static partial class PostgresBinaries
{
    /// <param name="clusterMajor">The version that made the data folder; another one cannot read it.</param>
    public static BinaryDecision Decide(Surroundings surroundings, int? clusterMajor)
    {
        if (!string.IsNullOrWhiteSpace(surroundings.Setting))
            return InSetting(surroundings, surroundings.Setting, clusterMajor);

        var others = new List<string>();
        foreach (var folder in surroundings.SearchPath.Concat(surroundings.UsualFolders))
        {
            if (surroundings.MajorIn(folder) is not { } major)
                continue;
            if (clusterMajor is null || clusterMajor == major)
                return new BinaryDecision.Use(folder);
            others.Add($"{major} in {folder}");
        }
        if (others.Count > 0)
            return new BinaryDecision.Missing(OtherVersion(clusterMajor!.Value, others));
        if (surroundings.IsRoot && surroundings.PackageClients.Contains("apt-get"))
            return new BinaryDecision.InstallWithAptGet();
        return new BinaryDecision.Missing(
            "PostgreSQL is not installed, and Development keeps its data in it. "
            + $"{HowToInstall(surroundings.PackageClients, surroundings.IsRoot)} "
            + "If it is installed in an unusual place, set EmbeddedPostgres__BinaryDirectory to the folder with postgres and initdb; "
            + "if a server runs already, set ConnectionStrings__Postgres.");
    }

    /// <summary>Folders like /usr/lib/postgresql/15/bin, the newest version first.</summary>
    public static IEnumerable<string> NewestFirst(IEnumerable<string> folders) =>
        folders.OrderByDescending(folder => Digits().Match(folder) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) : 0)
            .ThenBy(folder => folder, StringComparer.Ordinal);

    private static BinaryDecision InSetting(Surroundings surroundings, string folder, int? clusterMajor) =>
        surroundings.MajorIn(folder) switch
        {
            null => new BinaryDecision.Missing(
                $"EmbeddedPostgres__BinaryDirectory is '{folder}', where postgres and initdb are not: name the folder that holds both, or leave the setting out."),
            { } major when clusterMajor is not null && clusterMajor != major =>
                new BinaryDecision.Missing(OtherVersion(clusterMajor.Value, [$"{major} in {folder}"])),
            _ => new BinaryDecision.Use(folder),
        };

    private static string OtherVersion(int clusterMajor, IEnumerable<string> found) =>
        $"The data folder was made by PostgreSQL {clusterMajor}, which is not installed any more (found: {string.Join(", ", found)}). "
        + $"Install PostgreSQL {clusterMajor} again, or move the data folder away to begin with an empty database.";

    private static string HowToInstall(IReadOnlyCollection<string> clients, bool isRoot)
    {
        var sudo = isRoot ? "" : "sudo ";
        (string Client, string Command)[] known =
        [
            ("apt-get", $"{sudo}apt-get install -y postgresql"),
            ("dnf", $"{sudo}dnf install -y postgresql-server"),
            ("zypper", $"{sudo}zypper install -y postgresql-server"),
            ("pacman", $"{sudo}pacman -S --noconfirm postgresql"),
            ("apk", $"{sudo}apk add postgresql"),
            ("brew", "brew install postgresql@17"),
        ];
        var command = known.FirstOrDefault(entry => clients.Contains(entry.Client)).Command;
        return command is null ? "Install PostgreSQL 14 or newer." : $"Type: {command}";
    }

    [GeneratedRegex(@"\d+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();
}
