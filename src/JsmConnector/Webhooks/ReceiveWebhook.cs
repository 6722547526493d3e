using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.SignedWebhooks;

namespace JsmConnector.Webhooks;

/// <summary>
/// Steps one and two of the path: the endpoint policy has verified who sends; <see cref="AcceptWebhook"/> stores the body once and answers.
/// The next step is <see cref="DrainWebhooks"/>.
/// </summary>
public static class ReceiveWebhook
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/connect/webhooks", HandleAsync).RequireConnectToken(ConnectTokenKind.Computed);
        routes.MapPost("/webhooks/jira/{installation}", HandleAsync).RequireWebhookSignature("installation", AcceptWebhook.LargestBody);
    }

    private static Task HandleAsync(HttpContext context, AcceptWebhook accept) => accept.HandleAsync(context);
}
