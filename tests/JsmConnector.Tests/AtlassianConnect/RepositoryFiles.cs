namespace JsmConnector.Tests.AtlassianConnect;

/// <summary>Files beside the solution, found from where the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Find();

    /// <summary>Text of a file in the folder `../shared` that the team keeps beside the repository, or null with a loud note.</summary>
    public static string? Shared(string path)
    {
        var file = Path.GetFullPath(Path.Combine(Root, "..", "shared", path));
        if (File.Exists(file))
        {
            return File.ReadAllText(file);
        }

        TestContext.Current.SendDiagnosticMessage($"NOT CHECKED: {file} is absent, so its examples were not run.");
        TestContext.Current.TestOutputHelper?.WriteLine($"NOT CHECKED: {file} is absent, so its examples were not run.");
        return null;
    }

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "JsmConnector.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
