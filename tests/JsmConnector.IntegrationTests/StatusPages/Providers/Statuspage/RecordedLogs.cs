using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace JsmConnector.IntegrationTests.StatusPages.Providers.Statuspage;

/// <summary>Keeps every log line at every level, so that a test can look for what must not be in one.</summary>
public sealed class RecordedLogs : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
