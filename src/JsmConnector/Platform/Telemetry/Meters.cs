using System.Diagnostics.Metrics;

namespace JsmConnector.Platform.Telemetry;

/// <summary>What operators count. Names follow OpenTelemetry's conventions; see docs/operations.md.</summary>
public static class Meters
{
    public const string Name = "JsmConnector";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Webhooks = Meter.CreateCounter<long>("jsmconnector.webhooks.stored", "{webhook}", "Webhooks stored durably");
    private static readonly Histogram<double> Effects = Meter.CreateHistogram<double>("jsmconnector.deliveries.duration", "s", "Time of one attempt of a delivery");
    private static readonly UpDownCounter<long> Prepared = Meter.CreateUpDownCounter<long>("jsmconnector.status_pages.prepared", "By", "Memory of prepared status page documents");

    public static void WebhookStored() => Webhooks.Add(1);

    public static void DeliveryAttempted(TimeSpan length, string outcome) => Effects.Record(length.TotalSeconds, new KeyValuePair<string, object?>("outcome", outcome));

    public static void PreparedBytes(long change) => Prepared.Add(change);
}
