using JsmConnector;
using JsmConnector.Platform.Startup;

try
{
    await using var app = await Application.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (StartupProblems problems)
{
    await Console.Error.WriteLineAsync(problems.Message);
    return 78; // EX_CONFIG of sysexits.h: a supervisor should not try again.
}
