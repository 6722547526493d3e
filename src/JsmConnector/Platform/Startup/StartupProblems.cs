namespace JsmConnector.Platform.Startup;

/// <summary>The app cannot start as configured. Holds every problem at once, each with the mend.</summary>
public sealed class StartupProblems(IReadOnlyList<string> problems) : Exception(Text(problems))
{
    public StartupProblems() : this([])
    {
    }

    public StartupProblems(string message) : this([message])
    {
    }

    public StartupProblems(string message, Exception innerException) : this([message, innerException.Message])
    {
    }

    public IReadOnlyList<string> Problems { get; } = problems;

    private static string Text(IReadOnlyList<string> problems) =>
        $"JsmConnector cannot start. {(problems.Count == 1 ? "One setting needs" : $"{problems.Count} settings need")} your attention:{Environment.NewLine}"
        + string.Join(Environment.NewLine, problems.Select(problem => $"  - {problem}"));
}
