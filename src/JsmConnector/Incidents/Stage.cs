namespace JsmConnector.Incidents;

/// <summary>Where an incident stands, in the words of the public page.</summary>
public enum Stage
{
    Investigating,
    Identified,
    Monitoring,
    Resolved,
    /// <summary>There was no incident, or it is handled elsewhere.</summary>
    Withdrawn,
}

public static class Stages
{
    public static bool IsOpen(this Stage stage) => stage is not (Stage.Resolved or Stage.Withdrawn);

    /// <summary>The stage of a name in JSON; withdrawn when there is no such stage.</summary>
    public static Stage Of(string name) => Enum.GetValues<Stage>().FirstOrDefault(stage => stage.Name() == name, Stage.Withdrawn);

    /// <summary>The name used in JSON.</summary>
    public static string Name(this Stage stage) => stage switch
    {
        Stage.Investigating => "investigating",
        Stage.Identified => "identified",
        Stage.Monitoring => "monitoring",
        Stage.Resolved => "resolved",
        _ => "withdrawn",
    };

    /// <summary>The fixed label on every screen.</summary>
    public static string Label(this Stage stage) => stage switch
    {
        Stage.Investigating => "Investigating",
        Stage.Identified => "Identified",
        Stage.Monitoring => "Monitoring",
        Stage.Resolved => "Resolved",
        _ => "Withdrawn",
    };
}
