using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace JsmConnector.BrowserTests.PublicStatus;

/// <summary>Programs of others that read what we write. They need `npm ci --ignore-scripts` in tests/readers; their absence is said loudly.</summary>
internal static class Readers
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "readers");

    /// <returns>Null, with a note, when the package is not installed.</returns>
    public static string? File(params string[] parts)
    {
        var path = Path.Combine([Folder, "node_modules", .. parts]);
        if (System.IO.File.Exists(path))
            return path;
        TestContext.Current.AddWarning($"NOT CHECKED: {string.Join('/', parts)} is missing. Run `npm ci --ignore-scripts` in tests/readers.");
        return null;
    }

    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    public static bool Has(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => System.IO.File.Exists(Path.Combine(folder, program)));
        if (!found)
            TestContext.Current.AddWarning($"NOT CHECKED: {program} is missing on this machine.");
        return found;
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
