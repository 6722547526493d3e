using System.Security.Cryptography;

namespace JsmConnector.Platform.Startup;

/// <summary>
/// What Development needs nobody to set: an address, a key, leave to call loopback. The database comes from Platform/Database/Embedded.
/// Production gets none of this.
/// </summary>
public static class DevelopmentDefaults
{
    public static string DataFolder(IConfiguration configuration, IHostEnvironment environment) =>
        Path.GetFullPath(configuration[$"{AppOptions.Section}:{nameof(AppOptions.DataFolder)}"] ?? "data", RepositoryRoot(environment.ContentRootPath));

    public static void Apply(ConfigurationManager configuration, string dataFolder, string listeningAddress)
    {
        // One folder for all that a start leaves behind, wherever the content root lies.
        var defaults = new Dictionary<string, string?> { [$"{AppOptions.Section}:{nameof(AppOptions.DataFolder)}"] = dataFolder };
        Default("App:BaseUrl", () => listeningAddress);
        Default("App:EncryptionKey", () => Key(dataFolder));
        Default("Outbound:AllowLoopback", () => "true");
        configuration.AddInMemoryCollection(defaults);

        void Default(string name, Func<string> value)
        {
            if (string.IsNullOrWhiteSpace(configuration[name]))
                defaults[name] = value();
        }
    }

    private static string Key(string dataFolder)
    {
        Directory.CreateDirectory(dataFolder);
        var file = Path.Combine(dataFolder, "encryption.key");
        try
        {
            // Two first starts at once must end with one key: whoever creates the file wins.
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(file, options);
            using var writer = new StreamWriter(stream);
            writer.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        catch (IOException) when (File.Exists(file))
        {
            // Made by an earlier start.
        }
        return File.ReadAllText(file).Trim();
    }

    /// <summary>`dotnet run --project src/JsmConnector` has the project folder as content root; data belongs beside the solution.</summary>
    private static string RepositoryRoot(string contentRoot)
    {
        for (var folder = new DirectoryInfo(contentRoot); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "JsmConnector.sln")))
                return folder.FullName;
        }
        return contentRoot;
    }
}
