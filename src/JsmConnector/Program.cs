using JsmConnector;
using JsmConnector.Installations.Forge;
using JsmConnector.Operators.Commands;
using JsmConnector.Platform.Startup;
using JsmConnector.PublicStatus;

try
{
    if (WriteForgeApp.IsAsked(args))
        return await WriteForgeApp.RunAsync(args, Console.Out, CancellationToken.None);
    if (args is [ExportCommand.Name, ..])
    {
        await using var exporting = await Application.BuildAsync([.. args.Skip(2), "--App:ManagementUrl=off", "--Logging:LogLevel:Default=Warning"]);
        return await ExportCommand.RunAsync(exporting.Services, exporting.Configuration, args.ElementAtOrDefault(1));
    }
    if (CommandLine.IsCommand(args))
    {
        await using var tools = await Application.BuildAsync([.. CommandLine.SettingsOf(args), "--App:ManagementUrl=off", "--Logging:LogLevel:Default=Warning"]);
        var code = await ConsoleLine.Open().RunAsync(tools.Services, args, CancellationToken.None);
        // Nothing was started, so nothing stops it by itself; a database that the running app owns goes on.
        if (tools.Services.GetRequiredService<Ground>().Embedded is { } embedded)
            await embedded.DisposeAsync();
        return code;
    }
    await using var app = await Application.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (StartupProblems problems)
{
    await Console.Error.WriteLineAsync(problems.Message);
    return 78; // EX_CONFIG of sysexits.h: a supervisor should not try again.
}
