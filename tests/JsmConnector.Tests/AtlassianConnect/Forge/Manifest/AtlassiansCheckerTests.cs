using System.Diagnostics;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Forge.Manifest;
using JsmConnector.Installations.Forge;

namespace JsmConnector.Tests.AtlassianConnect.Forge.Manifest;

/// <summary>Atlassian's own checker over the very folder that `forge-app` writes. Needs node and `npm install` in tests/forge; says so when they are missing.</summary>
public sealed class AtlassiansCheckerTests : IDisposable
{
    private static readonly string Tools = Path.Combine(RepositoryFiles.Root, "tests", "forge");
    private readonly string _folder = Directory.CreateTempSubdirectory("forge-app").FullName;

    /// <summary>All three by one run of the checker, which takes long to load.</summary>
    [Fact]
    public async Task The_folders_that_are_deployed_pass_and_a_mistake_is_seen()
    {
        var alone = await WriteAsync("alone", withConnect: false);
        var both = await WriteAsync("both", withConnect: true);
        var mistaken = await WriteAsync("mistaken", withConnect: false);
        await File.WriteAllTextAsync(mistaken, (await File.ReadAllTextAsync(mistaken, Token)).Replace("endpoint: ep-events", "endpoint: nowhere", StringComparison.Ordinal), Token);

        if (await CheckAsync(alone, both, mistaken) is not { } errors)
            return;

        Assert.Empty(errors[0]);
        Assert.Empty(errors[1]);
        Assert.Contains(errors[2], error => error.Contains("nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_folder_has_the_screens_and_needs_no_build()
    {
        var folder = Path.GetDirectoryName(await WriteAsync("alone", withConnect: false))!;

        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal);
        Assert.Equal(["manifest.yml", "static/compose.js", "static/forge.js", "static/index.html", "static/jira.css", "static/jira.js", "static/setup.css", "static/setup.js", "static/status.preview.css"], files);
        Assert.DoesNotContain("<script>", await File.ReadAllTextAsync(Path.Combine(folder, "static/index.html"), Token), StringComparison.Ordinal);
        Assert.InRange(new DirectoryInfo(Path.Combine(folder, "static")).GetFiles().Sum(file => file.Length), 1, 80_000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <returns>The manifest.</returns>
    private async Task<string> WriteAsync(string name, bool withConnect)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        await WriteForgeApp.WriteAsync(folder, new ForgeManifestInput(ForgeManifestInput.AppIdPlaceholder, ForgeManifestInput.BaseUrlPlaceholder, withConnect), Token);
        return Path.Combine(folder, "manifest.yml");
    }

    /// <returns>What it found in each; null, with a loud note, when the checker is not installed.</returns>
    private static async Task<string[][]?> CheckAsync(params string[] manifests)
    {
        if (!Directory.Exists(Path.Combine(Tools, "node_modules", "@forge", "manifest")))
        {
            const string Note = "NOT CHECKED: Atlassian's checker of manifests is missing. Run `npm ci --ignore-scripts` in tests/forge; our own rules were checked.";
            TestContext.Current.SendDiagnosticMessage(Note);
            TestContext.Current.TestOutputHelper?.WriteLine(Note);
            TestContext.Current.AddWarning(Note);
            return null;
        }
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools, "check-manifest.mjs"), .. manifests]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(Token), node.StandardError.ReadToEndAsync(Token));
        await node.WaitForExitAsync(Token);
        Assert.True(node.ExitCode == 0, await error);
        return [.. (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string[]>(line)!)];
    }
}
