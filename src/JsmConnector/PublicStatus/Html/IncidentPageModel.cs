namespace JsmConnector.PublicStatus.Html;

public sealed record IncidentPageModel(PublicPage Page, PageIncident Incident);
