using JsmConnector.Benchmarks;
using JsmConnector.Benchmarks.Floors;
using JsmConnector.Benchmarks.Load;

if (args is ["floor", var kind, var address, ..])
{
    await FloorServer.RunAsync(kind, address, args.ElementAtOrDefault(3));
    return 0;
}
if (args is ["postmortem"])
{
    PostmortemBenchmark.Run();
    return 0;
}
if (args is ["postmortem-list"])
{
    await PostmortemListBenchmark.RunAsync();
    return 0;
}
if (args is ["words"])
{
    WordsBenchmark.Run();
    return 0;
}
if (args is ["channels"])
{
    await ChannelsBenchmark.RunAsync();
    return 0;
}
if (args is ["deadlines"])
{
    await DeadlinesBenchmark.RunAsync();
    return 0;
}
if (args is ["lanes"])
{
    await LanesBenchmark.RunAsync();
    return 0;
}
if (args is ["subscribers"])
{
    await SubscribersBenchmark.RunAsync();
    return 0;
}
if (Machine.Missing() is { Count: > 0 } missing)
{
    await Console.Error.WriteLineAsync(string.Join('\n', missing));
    return 1;
}
await Suite.RunAsync(TimeSpan.FromSeconds(args is [var seconds, ..] ? int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture) : 10), args.ElementAtOrDefault(1));
return 0;
