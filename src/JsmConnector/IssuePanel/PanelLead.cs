namespace JsmConnector.IssuePanel;

/// <summary>Who leads the communication of an incident, as one reader sees it.</summary>
/// <param name="Name">Null while nobody leads, or Jira did not say.</param>
public sealed record PanelLead(bool IsTaken, bool IsReader, string? Name)
{
    public static PanelLead Of(string? account, string? name, string? reader) => new(account is not null, account is not null && account == reader, name);
}
