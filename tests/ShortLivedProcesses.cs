using System.Runtime.CompilerServices;

namespace JsmConnector;

/// <summary>
/// The apps that tests start live for seconds, and compiling is most of what they do. Without the protection of executable memory, which shipped apps keep, that is some 15 %
/// less work.
/// </summary>
internal static class ShortLivedProcesses
{
    [ModuleInitializer]
    internal static void Hasten() => Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
}
