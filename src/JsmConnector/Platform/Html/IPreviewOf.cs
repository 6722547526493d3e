using JsmConnector.Platform.Database;
using Microsoft.AspNetCore.Components;

namespace JsmConnector.Platform.Html;

/// <summary>
/// How a place would show something that is not published yet. The screen that readers see fulfils it with the very components it shows them, so that
/// a preview cannot differ from the place.
/// </summary>
public interface IPreviewOf<TPublic> where TPublic : IPublicData
{
    PlacePreview Show(TPublic shown, DateTimeOffset now);
}

/// <param name="Place">Its name for an agent.</param>
/// <param name="Kind">Class under which its own style stands in a sheet for previews (<see cref="PreviewSheet"/>); empty when it needs none.</param>
public sealed record PlacePreview(string Place, string Kind, RenderFragment Content);
