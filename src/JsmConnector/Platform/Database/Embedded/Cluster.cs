using System.Globalization;
using JsmConnector.Platform.Startup;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>The folder with PostgreSQL's files (PGDATA), inside the data folder.</summary>
internal sealed class Cluster(string dataDirectory)
{
    public const string UserName = "jsmconnector";

    public string Folder { get; } = Path.Combine(dataDirectory, "cluster");

    public bool Exists => Directory.Exists(Folder);

    public int? Major =>
        Exists && int.TryParse(File.ReadAllText(Path.Combine(Folder, "PG_VERSION")).Split('.')[0], CultureInfo.InvariantCulture, out var major) ? major : null;

    /// <summary>Under another name until it is whole: what a crash leaves behind is thrown away by the next start.</summary>
    public async Task InitialiseAsync(string binaries, RunAs runAs, CancellationToken cancellationToken)
    {
        var unfinished = Folder + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
        await OwnAsync(unfinished, runAs, cancellationToken);
        var made = await Command.RunAsync(
            [.. runAs.Prefix, Path.Combine(binaries, "initdb"), "--pgdata", unfinished, "--username", UserName, "--auth", "trust",
                "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"], cancellationToken);
        if (!made.Succeeded)
            throw new StartupProblems([$"PostgreSQL could not make its data folder in {dataDirectory}: {made.Text}"]);
        Directory.Move(unfinished, Folder);
    }

    /// <summary>
    /// As root only: files of an earlier start may belong to another account, and the server accepts nothing but its own. Inside a user namespace
    /// its own are root's.
    /// </summary>
    public static async Task OwnAsync(string folder, RunAs runAs, CancellationToken cancellationToken)
    {
        var owner = runAs switch
        {
            RunAs.UserNamespace => "0:0",
            RunAs.OtherAccount other => string.Create(CultureInfo.InvariantCulture, $"{other.Account.UserId}:{other.Account.GroupId}"),
            _ => null,
        };
        if (owner is null || OperatingSystem.IsWindows())
            return;
        await Command.RunAsync(["chown", "-R", owner, folder], cancellationToken);
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (runAs is RunAs.OtherAccount account)
            await LetInAsync(folder, account, cancellationToken);
    }

    private static async Task LetInAsync(string folder, RunAs.OtherAccount account, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
            return;
        var parent = Path.GetDirectoryName(folder)!;
        if (!SocketFolder.IsTemporary(folder))
            File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        if (!(await Command.RunAsync([.. account.Prefix, "test", "-w", folder], cancellationToken)).Succeeded)
        {
            throw new StartupProblems([
                $"PostgreSQL refuses to run as root, and the account {account.Account.Name} cannot reach {folder}. "
                + "Start the app as an ordinary user, set App__DataFolder to a folder which that account can enter (for example /var/lib/jsmconnector), or set ConnectionStrings__Postgres."]);
        }
    }
}
