using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Administration.PostmortemTemplates;

public sealed record TemplatesModel
{
    /// <summary>What is being edited; null on the list.</summary>
    public OwnPostmortemTemplate? Editing { get; init; }
    public TemplatePreview? Preview { get; init; }

    /// <summary>Incidents that the preview can be made of, newest first.</summary>
    public IReadOnlyList<PastIncident> Past { get; init; } = [];
    public IReadOnlyList<OwnPostmortemTemplate> Own { get; init; } = [];

    /// <summary>Of the settings that a save is based on.</summary>
    public int Version { get; init; }
    public Done? Done { get; init; }
    public required string SessionToken { get; init; }
    public required string ActionPath { get; init; }
    public required string OverviewPath { get; init; }
}
