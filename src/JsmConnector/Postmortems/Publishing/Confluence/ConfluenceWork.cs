using JsmConnector.Incidents.Publications;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Postmortems.Publishing.Confluence;

/// <summary>One task with everything that its calls need.</summary>
/// <param name="Storage">The document as Confluence wants it.</param>
internal sealed record ConfluenceWork(PublicationTask Task, ConfluenceAccess Access, ConfluenceSettings Settings, ConfluenceSpace Space, string Storage)
{
    public PageMarker Marker { get; } = PageMarker.Of(Task);

    public KnownPublication Known => Task.Memory.Known;

    /// <summary>Told with each of our versions, so that one whose answer was lost is known again.</summary>
    public string Note => NoteOf(Task.Document.Hash);

    public static string NoteOf(string hash) => $"JsmConnector {hash}";

    public Task KeepAsync(KnownPublication now) => Task.Memory.KeepAsync(now);
}
