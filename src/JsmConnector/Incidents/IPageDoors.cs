namespace JsmConnector.Incidents;

/// <summary>Who may still read a page that is not public: whoever came by a key that does not open it any more hears nothing of it either. In a scope that has entered the site.</summary>
public interface IPageDoors
{
    /// <summary>Ids of the access links that are neither withdrawn nor past their time.</summary>
    Task<IReadOnlyList<Guid>> OpenLinksAsync(string page, CancellationToken cancellationToken);
}
