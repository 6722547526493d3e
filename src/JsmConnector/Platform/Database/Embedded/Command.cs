using System.Diagnostics;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>Runs a short program to its end.</summary>
/// <param name="Text">What it printed, both streams.</param>
internal sealed record Command(int ExitCode, string Text)
{
    public bool Succeeded => ExitCode == 0;

    public static async Task<Command> RunAsync(
        IReadOnlyList<string> words, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = Process.Start(Start(words, environment)) ?? throw new InvalidOperationException($"{words[0]} did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
            return new Command(process.ExitCode, (await output + await errors).Trim());
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>For programs that answer in milliseconds.</summary>
    public static string Output(params string[] words)
    {
        using var process = Process.Start(Start(words, null));
        return process?.StandardOutput.ReadToEnd() ?? "";
    }

    public static ProcessStartInfo Start(IReadOnlyList<string> words, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            UseShellExecute = false,
            // All three: a child that shares the terminal makes .NET change the terminal's settings.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // An unprivileged account may be unable to enter our own working folder.
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }
}
