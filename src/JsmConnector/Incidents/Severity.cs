namespace JsmConnector.Incidents;

/// <summary>1 is the worst, 4 touches no component.</summary>
public readonly record struct Severity(int Level)
{
    public static Severity Critical => new(1);
    public static Severity Major => new(2);
    public static Severity Minor => new(3);
    public static Severity Low => new(4);

    public static Severity Worse(Severity left, Severity right) => left.Level <= right.Level ? left : right;

    /// <summary>What an incident of this severity makes of the components it touches.</summary>
    public ComponentStatus Effect => Level switch
    {
        1 => ComponentStatus.MajorOutage,
        2 => ComponentStatus.PartialOutage,
        3 => ComponentStatus.DegradedPerformance,
        _ => ComponentStatus.Operational,
    };

    /// <summary>The Statuspage word for the same thing.</summary>
    public string Impact => Level switch { 1 => "critical", 2 => "major", 3 => "minor", _ => "none" };

    public override string ToString() => Level.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
