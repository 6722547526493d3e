namespace JsmConnector.Platform.Html;

/// <summary>`GET /assets/{name}.{hash}.{css|js}`: public, the same for everybody, unchanged for ever.</summary>
public static class ServeAsset
{
    public static IResult Handle(HttpContext context, string file)
    {
        if (AssetCatalog.Find($"/assets/{file}") is not { } asset)
            return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(asset.Content, asset.ContentType);
    }
}
