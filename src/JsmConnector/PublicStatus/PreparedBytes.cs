using JsmConnector.Platform.Telemetry;
using Microsoft.Extensions.Options;

namespace JsmConnector.PublicStatus;

/// <summary>
/// Keeps the memory of prepared documents within a limit: the one prepared longest ago goes first, whoever it belongs to. Asked only when a document is
/// prepared, so that handing one out costs nothing.
/// </summary>
public sealed class PreparedBytes(IOptions<PublicStatusOptions> options)
{
    private readonly long _most = options.Value.MostMegabytes * 1024L * 1024;
    private readonly Lock _lock = new();
    private readonly LinkedList<(RenderedPage Page, string Path, long Size)> _order = new();
    private readonly Dictionary<RenderedPage, List<LinkedListNode<(RenderedPage Page, string Path, long Size)>>> _byPage = [];

    public long Total { get; private set; }

    /// <returns>False when the page was replaced meanwhile: its documents are not kept any more.</returns>
    public bool Keep(RenderedPage page, string path, PreparedDocument document)
    {
        lock (_lock)
        {
            if (page.IsReplaced)
                return false;
            var node = _order.AddLast((page, path, document.Size));
            if (!_byPage.TryGetValue(page, out var own))
                _byPage[page] = own = [];
            own.Add(node);
            Count(document.Size);
            while (Total > _most && _order.First is { } oldest && oldest != node)
            {
                _byPage[oldest.Value.Page].Remove(oldest);
                Remove(oldest);
                oldest.Value.Page.Forget(oldest.Value.Path);
            }
            return true;
        }
    }

    /// <summary>Another version takes the page's place.</summary>
    public void Release(RenderedPage page)
    {
        lock (_lock)
        {
            page.IsReplaced = true;
            if (!_byPage.Remove(page, out var own))
                return;
            own.ForEach(Remove);
        }
    }

    private void Remove(LinkedListNode<(RenderedPage Page, string Path, long Size)> node)
    {
        _order.Remove(node);
        Count(-node.Value.Size);
    }

    private void Count(long bytes)
    {
        Total += bytes;
        Meters.PreparedBytes(bytes);
    }
}
