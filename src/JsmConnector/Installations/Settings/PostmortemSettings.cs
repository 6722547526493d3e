using System.ComponentModel;

namespace JsmConnector.Installations.Settings;

public sealed record PostmortemSettings
{
    /// <summary>Quiet time between resolution and the generated draft; null means the app's own setting.</summary>
    [Description("Quiet time between resolution and the draft, like 00:30:00; without it the app's own setting counts.")]
    public TimeSpan? Delay { get; init; }
}
