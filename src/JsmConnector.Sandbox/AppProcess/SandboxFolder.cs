namespace JsmConnector.Sandbox.AppProcess;

/// <summary>What the sandbox remembers between starts, in the git-ignored data folder: who the site is.</summary>
public static class SandboxFolder
{
    /// <param name="wanted">The setting `DataFolder`; the repository's own data folder without it.</param>
    public static string Find(string? wanted)
    {
        if (!string.IsNullOrWhiteSpace(wanted))
            return Directory.CreateDirectory(Path.Combine(wanted, "sandbox")).FullName;
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "JsmConnector.sln")))
            root = root.Parent;
        return Directory.CreateDirectory(Path.Combine(root?.FullName ?? Directory.GetCurrentDirectory(), "data", "sandbox")).FullName;
    }

    /// <summary>Stays the same over reinstallation, as Atlassian's does.</summary>
    public static string ClientKey(string folder)
    {
        var file = Path.Combine(folder, "client-key");
        if (!File.Exists(file))
            File.WriteAllText(file, $"sandbox-{Guid.NewGuid():N}");
        return File.ReadAllText(file).Trim();
    }
}
