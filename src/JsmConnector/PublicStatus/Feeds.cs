using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using JsmConnector.Platform.Languages;

namespace JsmConnector.PublicStatus;

/// <summary>Incidents and maintenance as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: one entry each, every update in it, newest first.</summary>
public static class Feeds
{
    private const int Most = 50;
    private const string AtomNamespace = "http://www.w3.org/2005/Atom";

    public static byte[] Atom(PublicPage page, PageScope scope) => Xml(xml =>
    {
        var host = new Uri(page.Url).Host;
        xml.WriteStartElement("feed", AtomNamespace);
        xml.WriteAttributeString("xml", "lang", null, Words(page).Tag);
        Element("id", $"tag:{host},2005:{new Uri(page.Url).AbsolutePath.TrimEnd('/')}{scope.Document}/history");
        Element("title", Title(page, scope));
        Link("self", $"{page.Url}{scope.Document}/history.atom", "application/atom+xml");
        Link("alternate", $"{page.Url}{scope.Document}", "text/html");
        Element("updated", Time(page.UpdatedAt));
        xml.WriteStartElement("author", AtomNamespace);
        Element("name", page.Name);
        xml.WriteEndElement();
        foreach (var entry in Entries(page, scope))
        {
            xml.WriteStartElement("entry", AtomNamespace);
            Element("id", $"tag:{host},2005:Incident/{entry.Row.PublicId}");
            Element("title", entry.Row.Title);
            Link("alternate", Url(page, entry), "text/html");
            Element("published", Time(Newest(entry)));
            Element("updated", Time(Newest(entry)));
            xml.WriteStartElement("content", AtomNamespace);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(Html(page, entry));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();

        void Element(string name, string text) => xml.WriteElementString(name, AtomNamespace, Clean(text));
        void Link(string relation, string href, string type)
        {
            xml.WriteStartElement("link", AtomNamespace);
            xml.WriteAttributeString("rel", relation);
            xml.WriteAttributeString("type", type);
            xml.WriteAttributeString("href", href);
            xml.WriteEndElement();
        }
    });

    public static byte[] Rss(PublicPage page, PageScope scope) => Xml(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteAttributeString("xmlns", "atom", null, AtomNamespace);
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", Clean(Title(page, scope)));
        xml.WriteElementString("link", $"{page.Url}{scope.Document}");
        xml.WriteElementString("description", Clean(Title(page, scope)));
        xml.WriteElementString("language", Words(page).Tag);
        xml.WriteElementString("lastBuildDate", Rfc822(page.UpdatedAt));
        xml.WriteStartElement("link", AtomNamespace);
        xml.WriteAttributeString("rel", "self");
        xml.WriteAttributeString("type", "application/rss+xml");
        xml.WriteAttributeString("href", $"{page.Url}{scope.Document}/history.rss");
        xml.WriteEndElement();
        foreach (var entry in Entries(page, scope))
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", Clean(entry.Row.Title));
            xml.WriteElementString("link", Url(page, entry));
            xml.WriteElementString("guid", Url(page, entry));
            xml.WriteElementString("pubDate", Rfc822(Newest(entry)));
            xml.WriteElementString("description", Html(page, entry));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static byte[] Json(PublicPage page, PageScope scope) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "https://jsonfeed.org/version/1.1",
        title = Title(page, scope),
        home_page_url = $"{page.Url}{scope.Document}",
        feed_url = $"{page.Url}{scope.Document}/feed.json",
        language = Words(page).Tag,
        items = Entries(page, scope).Select(entry => new
        {
            id = Url(page, entry),
            url = Url(page, entry),
            title = entry.Row.Title,
            content_html = Html(page, entry),
            date_published = Time(entry.Row.CreatedAt),
            date_modified = Time(Newest(entry)),
        }),
    });

    private static IEnumerable<PageIncident> Entries(PublicPage page, PageScope scope) =>
        scope.Of(page.Incidents.Concat(page.Maintenances)).OrderByDescending(Newest).Take(Most);

    private static Language Words(PublicPage page) => Language.Of(page.Settings.Language);

    private static string Title(PublicPage page, PageScope scope) => Words(page).Say("page-title", scope.Name ?? Words(page)["incident-history"], page.Name);

    private static DateTimeOffset Newest(PageIncident entry) => entry.Updates is [var newest, ..] ? newest.DisplayAt : entry.Row.CreatedAt;

    private static string Url(PublicPage page, PageIncident entry) => $"{page.Url}/incidents/{entry.Row.PublicId}";

    private static string Html(PublicPage page, PageIncident entry) => string.Concat(entry.Updates.Select(update =>
        $"<p><small>{WebUtility.HtmlEncode(Words(page).Exact(update.DisplayAt))}</small><br><strong>{WebUtility.HtmlEncode(Words(page).Stage(update.Stage))}</strong> - "
        + $"{WebUtility.HtmlEncode(Clean(update.Words)).ReplaceLineEndings("<br>")}</p>"));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Rfc822(DateTimeOffset at) => at.UtcDateTime.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>XML holds no control characters; letters outside the basic plane are pairs and stay.</summary>
    internal static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)));

    private static byte[] Xml(Action<XmlWriter> write)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
            write(xml);
        return output.ToArray();
    }
}
