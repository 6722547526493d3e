using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus.Html;

/// <summary>A page in one language, seen from one of its documents: what every component on it needs to write words and links.</summary>
/// <param name="Document">Path below the page and its language: `/history`.</param>
public sealed record PageView(PublicPage Page, Language Words, string Document)
{
    /// <summary>Beyond this the days of a component stand on its own page: ninety bars for each of a thousand would be a book.</summary>
    public const int MostWithBars = 100;

    /// <summary>From here on groups begin closed and a filter helps.</summary>
    public const int Many = 40;

    public bool IsLarge => Page.Components.Count >= Many;

    public bool HasBars => Page.Components.Count <= MostWithBars;

    /// <summary>A page for people, in the language of this one.</summary>
    public string Link(string document) => In(Words, document);

    public string Home => Link("");

    /// <summary>A document that knows no language.</summary>
    public string Data(string document) => Page.Root + document;

    public string In(Language language) => In(language, Document);

    public string Incident(PageIncident incident) => Link($"/incidents/{incident.Row.PublicId}");

    public string Title(string text) => Words.Say("page-title", text, Page.Name);

    public string Status(PageComponent component) => Words.Status(component.Row.Status);

    private string In(Language language, string document)
    {
        var path = Page.Root + (language.Tag == Language.Of(Page.Settings.Language).Tag ? "" : $"/{language.Tag}") + document;
        return path.Length == 0 ? "/" : path;
    }
}

public enum AccessStep
{
    /// <summary>The page has access links and no sign-in.</summary>
    LinkOnly,
    Ask,
    NoAddress,
    TooMany,
    Sent,
    Enter,
    Over,
}

public sealed record AccessView(PageView View, AccessStep Step);

public sealed record IncidentView(PageView View, PageIncident Incident);

public sealed record PastView(PageView View, PastPage Past);

/// <summary>One component, or a group of them.</summary>
public sealed record ComponentView(PageView View, PageScope Scope);

/// <param name="Note">Name of the words.</param>
public sealed record NoteView(PageView View, string Note);

/// <param name="Purpose">What the reader's link is for.</param>
public sealed record SubscriptionView(PageView View, string Purpose, JsmConnector.Notifications.Subscribers.OwnSubscription Own);
