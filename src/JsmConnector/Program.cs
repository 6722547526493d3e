using JsmConnector;
using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Startup;

try
{
    if (WriteForgeApp.IsAsked(args))
        return await WriteForgeApp.RunAsync(args, Console.Out, CancellationToken.None);
    await using var app = await Application.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (StartupProblems problems)
{
    await Console.Error.WriteLineAsync(problems.Message);
    return 78; // EX_CONFIG of sysexits.h: a supervisor should not try again.
}
