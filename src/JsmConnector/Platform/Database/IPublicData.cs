namespace JsmConnector.Platform.Database;

/// <summary>
/// Holds public words and states only, and has no member for anything internal. Screens that welcome portal customers and visitors without an
/// account know no other data of a site: an architecture test holds their folders to types that say this of themselves.
/// </summary>
public interface IPublicData;
