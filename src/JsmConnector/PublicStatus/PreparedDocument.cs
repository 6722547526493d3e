using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.PublicStatus;

/// <summary>Who may have a document, and how true it is.</summary>
public readonly record struct Reach(bool IsPrivate, DateTimeOffset? StaleSince);

/// <summary>A public document as bytes, compressed once when something changed; a request only picks the form it can read.</summary>
public sealed class PreparedDocument
{
    private PreparedDocument(string contentType, bool isPage, Reach reach, int status, byte[] content)
    {
        var tag = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12));
        (ContentType, IsPage, IsPrivate, StaleSince, Status) = (contentType, isPage, reach.IsPrivate, reach.StaleSince, status);
        Identity = new Form(content, default, $"\"{tag}\"");
        Brotli = new Form(Compress(content, output => new BrotliStream(output, new BrotliCompressionOptions { Quality = 7 })), "br", $"\"{tag}-br\"");
        Gzip = new Form(Compress(content, output => new GZipStream(output, CompressionLevel.Optimal)), "gzip", $"\"{tag}-gz\"");
    }

    /// <param name="ETag">Strong: over these very bytes.</param>
    public sealed record Form(byte[] Bytes, StringValues Encoding, StringValues ETag)
    {
        public long Length => Bytes.Length;
    }

    public StringValues ContentType { get; }

    /// <summary>HTML for people.</summary>
    public bool IsPage { get; }

    /// <summary>For readers with an access link: kept by nobody on the way, and no other origin may read it.</summary>
    public bool IsPrivate { get; }

    /// <summary>JSON and feeds may be read by pages of other origins.</summary>
    public bool CrossOrigin => !IsPage && !IsPrivate;
    public int Status { get; }

    /// <summary>Since when nothing newer is known; null when it is up to date.</summary>
    public DateTimeOffset? StaleSince { get; }

    /// <summary>What it costs to keep.</summary>
    public long Size => Identity.Length + Brotli.Length + Gzip.Length + 1024;
    public Form Identity { get; }
    public Form Brotli { get; }
    public Form Gzip { get; }

    public static PreparedDocument Html(string html, int status = 200, Reach reach = default) => new("text/html; charset=utf-8", true, reach, status, System.Text.Encoding.UTF8.GetBytes(html));

    public static PreparedDocument Data(byte[] content, string contentType, Reach reach = default) => new(contentType, false, reach, 200, content);

    /// <summary>The best form that the reader takes: br, then gzip, then as it is. A form refused with q=0 is not taken.</summary>
    public Form For(StringValues acceptEncoding)
    {
        if (acceptEncoding.Count == 0 || acceptEncoding[0] is not { } accepts)
            return Identity;
        return Takes(accepts, "br") ? Brotli : Takes(accepts, "gzip") ? Gzip : Identity;
    }

    private static bool Takes(string accepts, string coding)
    {
        for (var at = accepts.IndexOf(coding, StringComparison.OrdinalIgnoreCase); at >= 0; at = accepts.IndexOf(coding, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var rest = accepts.AsSpan(at + coding.Length);
            if ((at > 0 && accepts[at - 1] is not (' ' or ',')) || (rest.Length > 0 && rest[0] is not (',' or ';' or ' ')))
                continue;
            // `;q=0`, also with blanks and noughts: refused.
            var own = rest.IndexOf(',') is >= 0 and var comma ? rest[..comma] : rest;
            var weight = own.IndexOf('=') is >= 0 and var equals ? own[(equals + 1)..].Trim() : [];
            return weight is not ['0', ..] || weight.IndexOfAnyInRange('1', '9') >= 0;
        }
        return false;
    }

    private static byte[] Compress(byte[] content, Func<Stream, Stream> compressor)
    {
        using var output = new MemoryStream();
        using (var stream = compressor(output))
            stream.Write(content);
        return output.ToArray();
    }
}
