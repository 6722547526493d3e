using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.Notifications;

/// <summary>The one answer to whatever a vendor's signature does not prove: nobody learns what exists. The log has the reason.</summary>
public static class RefuseUnsigned
{
    /// <param name="header">Where this vendor signs.</param>
    public static IResult At(HttpContext context, string door, string header)
    {
        var reason = context.Request.Headers.ContainsKey(header) ? "signature_invalid" : "signature_missing";
        context.RequestServices.GetRequiredService<RefusedCalls>().Tell(context, reason, door);
        return Results.Unauthorized();
    }
}
