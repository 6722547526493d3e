namespace JsmConnector.PublicStatus;

/// <summary>`export FOLDER [--page=acme] [--url=https://…]`: writes one page as static files and ends.</summary>
public static class ExportCommand
{
    public const string Name = "export";

    /// <returns>The exit code: 0 done, 1 refused, 64 not understood.</returns>
    public static async Task<int> RunAsync(IServiceProvider services, IConfiguration configuration, string? folder)
    {
        if (string.IsNullOrWhiteSpace(folder) || folder.StartsWith("--", StringComparison.Ordinal))
            return await SayAsync("Say where to: export FOLDER [--page=NAME] [--url=https://status.example.com]", 64);
        var find = services.GetRequiredService<FindPage>();
        var place = configuration["page"] ?? await find.OnlyAddressAsync(CancellationToken.None);
        if (place is null)
            return await SayAsync("There is no page yet, or more than one: name it with --page=NAME.", 1);
        if (await find.AtAsync(place, CancellationToken.None) is not { } key)
            return await SayAsync($"There is no status page '{place}'.", 1);
        return await services.GetRequiredService<ExportPages>().WriteAsync(key, folder, configuration["url"], CancellationToken.None) switch
        {
            Exported.Done(var files, var written) => await SayAsync($"{files} files in {Path.GetFullPath(folder)}, {written} of them written now.", 0),
            Exported.Refused(var why) => await SayAsync(why, 1),
            _ => throw new InvalidOperationException("An export is done or refused."),
        };
    }

    private static async Task<int> SayAsync(string text, int code)
    {
        await (code == 0 ? Console.Out : Console.Error).WriteLineAsync(text);
        return code;
    }
}
