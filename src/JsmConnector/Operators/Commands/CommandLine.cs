using JsmConnector.Operators.SignIn;

namespace JsmConnector.Operators.Commands;

/// <summary>What the operator types behind `dotnet JsmConnector.dll`: the same acts as on the screen, with the same settings as the app, and no server is started.</summary>
/// <param name="ReadSecret">Asks for something that must not be shown while it is typed.</param>
public sealed record CommandLine(TextWriter Out, TextWriter Error, Func<string, string?> ReadSecret)
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Wrong usage, as sysexits.h calls it.</summary>
    public const int Misused = 64;

    private const string Usage = """
        dotnet JsmConnector.dll                                        start the app

        dotnet JsmConnector.dll installations list                     the sites there are
        dotnet JsmConnector.dll installations add <url>                add a site; prints its webhook address and secret
        dotnet JsmConnector.dll installations rotate <site>            a new webhook secret; the old one counts for 24 hours more
        dotnet JsmConnector.dll installations token <site> <kind> [e-mail]
                                                                       store an API token; kind is scoped, classic or personal. The token is asked for, not typed on this line
        dotnet JsmConnector.dll installations test <site>              call Jira with that token
        dotnet JsmConnector.dll installations join <site> <installation>
                                                                       a Forge installation, as the log named it, and the site are one
        dotnet JsmConnector.dll installations remove <site>            erase the secret and the token; incidents stay

        dotnet JsmConnector.dll drill <site> [class] [silent]          play an hour of an incident by the settings of a site; nothing is sent

        dotnet JsmConnector.dll operators link                         a link that signs one person in to the operators' screen
        dotnet JsmConnector.dll operators sign-out                     end every session and every unused link

        dotnet JsmConnector.dll export <folder> [--page=acme] [--url=https://status2.example.com]
                                                                       a status page as static files (docs/status-page.md)

        dotnet JsmConnector.dll forge-app <folder>                     the folder that Atlassian's command line deploys (docs/forge.md)

        <site> is the id, the short name (acme) or the address.
        """;

    /// <summary>Words that do not begin with a dash are a command; settings (`--App:BaseUrl=…`) alone start the app.</summary>
    public static bool IsCommand(IReadOnlyList<string> arguments) => arguments.Count > 0 && (arguments[0] == "--help" || !arguments[0].StartsWith('-'));

    public static string[] SettingsOf(IEnumerable<string> arguments) => [.. arguments.Where(argument => argument.StartsWith("--", StringComparison.Ordinal) && argument != "--help")];

    public async Task<int> RunAsync(IServiceProvider services, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        string[] words = [.. arguments.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal))];
        await using var scope = services.CreateAsyncScope();
        var installations = new InstallationCommands(scope.ServiceProvider, this);
        return words switch
        {
            ["installations", "list"] => await installations.ListAsync(cancellationToken),
            ["installations", "add", var url] => await installations.AddAsync(url, cancellationToken),
            ["installations", "rotate", var site] => await installations.RotateAsync(site, cancellationToken),
            ["installations", "token", var site, var kind] => await installations.TokenAsync(site, kind, null, cancellationToken),
            ["installations", "token", var site, var kind, var account] => await installations.TokenAsync(site, kind, account, cancellationToken),
            ["installations", "test", var site] => await installations.TestAsync(site, cancellationToken),
            ["installations", "join", var site, var forge] => await installations.JoinAsync(site, forge, cancellationToken),
            ["installations", "remove", var site] => await installations.RemoveAsync(site, cancellationToken),
            ["drill", var site, .. var wishes] when wishes.Length <= 2 => await new DrillCommand(scope.ServiceProvider, this).PlayAsync(site, wishes, cancellationToken),
            ["operators", "link"] => await LinkAsync(scope.ServiceProvider, cancellationToken),
            ["operators", "sign-out"] => await SignOutAsync(scope.ServiceProvider, cancellationToken),
            [] or ["help"] => await SayAsync(Out, Usage, Done),
            _ => await SayAsync(Error, $"Not understood: {string.Join(' ', words)}{Environment.NewLine}{Environment.NewLine}{Usage}", Misused),
        };
    }

    public static async Task<int> SayAsync(TextWriter writer, string text, int code)
    {
        await writer.WriteLineAsync(text);
        return code;
    }

    private async Task<int> LinkAsync(IServiceProvider services, CancellationToken cancellationToken) => await SayAsync(
        Out,
        $"""
        Open this in a browser within 15 minutes. It works once, and whoever has it can sign in: give it to one person.

          {await services.GetRequiredService<SignInOperator>().MakeLinkAsync(cancellationToken)}
        """,
        Done);

    private async Task<int> SignOutAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await SayAsync(Out, $"Ended: {await services.GetRequiredService<SignInOperator>().SignOutEverybodyAsync(cancellationToken)} sessions, and every link that was not used.", Done);
}
