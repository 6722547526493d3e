using System.Reflection;
using JsmConnector.AtlassianConnect.Forge;
using JsmConnector.AtlassianConnect.Forge.Manifest;
using JsmConnector.Platform;
using JsmConnector.Platform.Html;

namespace JsmConnector.Installations.Forge;

/// <summary>
/// `forge-app FOLDER [--with-connect]` writes a folder that Atlassian's command line can deploy: the manifest with this deployment's address, and the
/// few static files of its screens. `forge-manifests FOLDER` writes both manifests with placeholders, as they stand in the repository. Needs no database.
/// </summary>
public static class WriteForgeApp
{
    private static readonly string[] Own = ["index.html", "forge.js"];

    /// <summary>Style and behaviour are those of the Connect frames.</summary>
    private static readonly string[] Shared = ["jira.css", "jira.js", "status.preview.css", "compose.js", "setup.css", "setup.js"];

    public static bool IsAsked(IReadOnlyList<string> arguments) => arguments is ["forge-app" or "forge-manifests", _, ..];

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (folder, settings) = (Path.GetFullPath(arguments[1]), Settings(arguments));
        if (arguments[0] == "forge-manifests")
        {
            await WriteManifestAsync(Path.Combine(folder, "manifest.yml"), Placeholders(withConnect: false), cancellationToken);
            await WriteManifestAsync(Path.Combine(folder, "manifest.with-connect.yml"), Placeholders(withConnect: true), cancellationToken);
            return 0;
        }
        var baseUrl = settings[$"{AppOptions.Section}:{nameof(AppOptions.BaseUrl)}"];
        if (!Uri.TryCreate(baseUrl, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            await output.WriteLineAsync($"App__BaseUrl is '{baseUrl}': Forge calls https addresses only. Set it to the public address of the app, for example https://incidents.example.com");
            return 78;
        }
        var input = new ForgeManifestInput(
            settings[$"{ForgeOptions.Section}:{nameof(ForgeOptions.ForgeAppId)}"] is { Length: > 0 } id ? id : ForgeManifestInput.AppIdPlaceholder, baseUrl, arguments.Contains("--with-connect"));
        await WriteAsync(folder, input, cancellationToken);
        await output.WriteLineAsync($"""
            The Forge app is in {folder}. Next, in that folder:

              forge register     (once; puts the app's own id into manifest.yml)
              forge deploy
              forge install

            Then start JsmConnector with Atlassian__ForgeAppId set to app.id of manifest.yml, and Atlassian__ForgeEnvironment=DEVELOPMENT.
            """);
        return 0;
    }

    public static async Task WriteAsync(string folder, ForgeManifestInput input, CancellationToken cancellationToken)
    {
        await WriteManifestAsync(Path.Combine(folder, "manifest.yml"), input, cancellationToken);
        if (input.WithConnect)
            return;
        var screens = Directory.CreateDirectory(Path.Combine(folder, "static")).FullName;
        foreach (var name in Own)
            await File.WriteAllTextAsync(Path.Combine(screens, name), Embedded($"forge/{name}"), cancellationToken);
        foreach (var name in Shared)
            await File.WriteAllBytesAsync(Path.Combine(screens, name), AssetCatalog.All.First(asset => asset.Name == name).Content, cancellationToken);
    }

    private static Task WriteManifestAsync(string file, ForgeManifestInput input, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return File.WriteAllTextAsync(file, Yaml.Write(ForgeManifest.Build(Embedded("atlassian-connect.json"), input)), cancellationToken);
    }

    private static ForgeManifestInput Placeholders(bool withConnect) => new(ForgeManifestInput.AppIdPlaceholder, ForgeManifestInput.BaseUrlPlaceholder, withConnect);

    private static IConfiguration Settings(IEnumerable<string> arguments) => new ConfigurationBuilder()
        .AddEnvironmentVariables()
        .AddCommandLine([.. arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains('=', StringComparison.Ordinal))])
        .Build();

    private static string Embedded(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
