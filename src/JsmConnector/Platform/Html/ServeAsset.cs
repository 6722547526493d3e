namespace JsmConnector.Platform.Html;

/// <summary>`GET /assets/{name}.{hash}.{css|js|svg}`: public, the same for everybody, unchanged for ever. Pictures answer to their plain name too, because the descriptor names them.</summary>
public static class ServeAsset
{
    public static IResult Handle(HttpContext context, string file)
    {
        var (hashed, plain) = (AssetCatalog.Find($"/assets/{file}"), AssetCatalog.FindPicture(file));
        if ((hashed ?? plain) is not { } asset)
            return Results.NotFound();
        context.Response.Headers.CacheControl = hashed is null ? "public, max-age=86400" : "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(asset.Content, asset.ContentType);
    }
}
