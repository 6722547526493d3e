using System.Diagnostics;
using JsmConnector.AtlassianConnect.Forge.Manifest;
using JsmConnector.Installations.Forge;

namespace JsmConnector.Tests.AtlassianConnect.Forge.Manifest;

/// <summary>Atlassian's own checker over the very folder that `forge-app` writes. Needs node and `npm install` in tests/forge; says so when they are missing.</summary>
public sealed class AtlassiansCheckerTests : IDisposable
{
    private static readonly string Tools = Path.Combine(RepositoryFiles.Root, "tests", "forge");
    private readonly string _folder = Directory.CreateTempSubdirectory("forge-app").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_folder_that_is_deployed_passes(bool withConnect)
    {
        await WriteAsync(withConnect);

        if (await CheckAsync() is { } errors)
            Assert.Equal("", errors);
    }

    [Fact]
    public async Task The_checker_sees_a_mistake()
    {
        await WriteAsync(withConnect: false);
        var file = Path.Combine(_folder, "manifest.yml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Token)).Replace("endpoint: ep-events", "endpoint: nowhere", StringComparison.Ordinal), Token);

        if (await CheckAsync() is { } errors)
            Assert.Contains("nowhere", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_has_the_screens_and_needs_no_build()
    {
        await WriteAsync(withConnect: false);

        var files = Directory.GetFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal);
        Assert.Equal(["manifest.yml", "static/compose.js", "static/forge.js", "static/index.html", "static/jira.css", "static/jira.js", "static/status.preview.css"], files);
        Assert.DoesNotContain("<script>", await File.ReadAllTextAsync(Path.Combine(_folder, "static/index.html"), Token), StringComparison.Ordinal);
        Assert.InRange(new DirectoryInfo(Path.Combine(_folder, "static")).GetFiles().Sum(file => file.Length), 1, 80_000);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task WriteAsync(bool withConnect) =>
        WriteForgeApp.WriteAsync(_folder, new ForgeManifestInput(ForgeManifestInput.AppIdPlaceholder, ForgeManifestInput.BaseUrlPlaceholder, withConnect), Token);

    /// <returns>What it found; null, with a loud note, when the checker is not installed.</returns>
    private async Task<string?> CheckAsync()
    {
        if (!Directory.Exists(Path.Combine(Tools, "node_modules", "@forge", "manifest")))
        {
            const string Note = "NOT CHECKED: Atlassian's checker of manifests is missing. Run `npm ci --ignore-scripts` in tests/forge; our own rules were checked.";
            TestContext.Current.SendDiagnosticMessage(Note);
            TestContext.Current.TestOutputHelper?.WriteLine(Note);
            TestContext.Current.AddWarning(Note);
            return null;
        }
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools, "check-manifest.mjs"), Path.Combine(_folder, "manifest.yml")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(Token), node.StandardError.ReadToEndAsync(Token));
        await node.WaitForExitAsync(Token);
        return (await output + await error).Trim();
    }
}
