using JsmConnector.AtlassianConnect;
using Microsoft.Extensions.Options;

namespace JsmConnector.Tests.AtlassianConnect;

internal sealed class FixedOptions(AtlassianConnectOptions options) : IOptionsMonitor<AtlassianConnectOptions>
{
    public AtlassianConnectOptions CurrentValue => options;

    public AtlassianConnectOptions Get(string? name) => options;

    public IDisposable? OnChange(Action<AtlassianConnectOptions, string?> listener) => null;
}
