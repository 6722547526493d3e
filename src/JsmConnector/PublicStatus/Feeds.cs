using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using JsmConnector.Incidents;

namespace JsmConnector.PublicStatus;

/// <summary>Incidents as Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1: one entry an incident, every update in it, newest first.</summary>
public static class Feeds
{
    private const int Most = 25;
    private const string AtomNamespace = "http://www.w3.org/2005/Atom";

    public static byte[] Atom(PublicPage page) => Xml(xml =>
    {
        var host = new Uri(page.Url).Host;
        xml.WriteStartElement("feed", AtomNamespace);
        Element("id", $"tag:{host},2005:/status/{page.Address}/history");
        Element("title", $"{page.Name} status");
        Link("self", $"{page.Url}/history.atom");
        Link("alternate", page.Url);
        Element("updated", Time(page.UpdatedAt));
        xml.WriteStartElement("author", AtomNamespace);
        Element("name", page.Name);
        xml.WriteEndElement();
        foreach (var incident in page.Incidents.Take(Most))
        {
            xml.WriteStartElement("entry", AtomNamespace);
            Element("id", $"tag:{host},2005:Incident/{incident.Row.PublicId}");
            Element("title", incident.Row.Title);
            Link("alternate", Url(page, incident));
            Element("published", Time(incident.Row.StartedAt));
            Element("updated", Time(incident.Row.UpdatedAt));
            xml.WriteStartElement("content", AtomNamespace);
            xml.WriteAttributeString("type", "html");
            xml.WriteString(Html(incident));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();

        void Element(string name, string text) => xml.WriteElementString(name, AtomNamespace, Clean(text));
        void Link(string relation, string href)
        {
            xml.WriteStartElement("link", AtomNamespace);
            xml.WriteAttributeString("rel", relation);
            xml.WriteAttributeString("href", href);
            xml.WriteEndElement();
        }
    });

    public static byte[] Rss(PublicPage page) => Xml(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", $"{page.Name} status");
        xml.WriteElementString("link", page.Url);
        xml.WriteElementString("description", $"Incidents of {page.Name}");
        xml.WriteElementString("lastBuildDate", page.UpdatedAt.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
        foreach (var incident in page.Incidents.Take(Most))
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", Clean(incident.Row.Title));
            xml.WriteElementString("link", Url(page, incident));
            xml.WriteElementString("guid", Url(page, incident));
            xml.WriteElementString("pubDate", incident.Row.StartedAt.UtcDateTime.ToString("r", CultureInfo.InvariantCulture));
            xml.WriteElementString("description", Html(incident));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    public static byte[] Json(PublicPage page) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "https://jsonfeed.org/version/1.1",
        title = $"{page.Name} status",
        home_page_url = page.Url,
        feed_url = $"{page.Url}/feed.json",
        items = page.Incidents.Take(Most).Select(incident => new
        {
            id = Url(page, incident),
            url = Url(page, incident),
            title = incident.Row.Title,
            content_html = Html(incident),
            date_published = Time(incident.Row.StartedAt),
            date_modified = Time(incident.Row.UpdatedAt),
        }),
    });

    private static string Url(PublicPage page, PageIncident incident) => $"{page.Url}/incidents/{incident.Row.PublicId}";

    private static string Html(PageIncident incident) => string.Concat(incident.Updates.Select(update =>
    {
        var label = Enum.GetValues<Stage>().First(stage => stage.Name() == update.Stage).Label();
        var at = update.DisplayAt.UtcDateTime.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"<p><small>{at}</small><br><strong>{label}</strong> - {WebUtility.HtmlEncode(Clean(update.Words)).ReplaceLineEndings("<br>")}</p>";
    }));

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>XML holds no control characters; letters outside the basic plane are pairs and stay.</summary>
    private static string Clean(string text) =>
        string.Concat(text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)));

    private static byte[] Xml(Action<XmlWriter> write)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CheckCharacters = false }))
            write(xml);
        return output.ToArray();
    }
}
