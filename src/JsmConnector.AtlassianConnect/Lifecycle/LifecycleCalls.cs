using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>Reads a lifecycle call whose token the route has already verified. Storing it is the app's part.</summary>
public sealed class LifecycleCalls(IOptionsMonitor<AtlassianConnectOptions> options, IUsedTokens used)
{
    private const int LargestBody = 64 * 1024;

    /// <remarks>When storing fails afterwards, answer 503 and call <see cref="ForgetAsync"/>: the site's administrator tries again.</remarks>
    public async Task<LifecycleCall> ReadAsync(HttpContext context, LifecycleEvent route, CancellationToken cancellationToken)
    {
        var token = context.FindVerifiedConnectToken()
            ?? throw new InvalidOperationException("This route has no verified token: it lacks RequireConnectToken.");
        if (token.Kind != KindOf(route))
        {
            throw new InvalidOperationException($"The route of {route} must require a {KindOf(route)} token.");
        }

        if (await ReadBodyAsync(context.Request, cancellationToken) is not { } payload)
        {
            return new LifecycleCall.Malformed("body_malformed", "the body is not the expected JSON");
        }

        var current = options.CurrentValue;
        if (LifecycleBindings.Check(payload, route, token.Claims, current) is { } mismatch)
        {
            return mismatch;
        }

        return await used.TryUseAsync(Hash(token.Text), token.Claims.ExpiresAt + current.Leeway, cancellationToken)
            ? new LifecycleCall.Accepted(Clean(payload, current), route, token.InstallationId, token.Claims.IssuedAt)
            : new LifecycleCall.Unauthorized(TokenRefusal.Replayed);
    }

    public ValueTask ForgetAsync(HttpContext context, CancellationToken cancellationToken) => context.FindVerifiedConnectToken() is { } token
        ? used.ForgetAsync(Hash(token.Text), cancellationToken)
        : ValueTask.CompletedTask;

    private static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static ConnectTokenKind KindOf(LifecycleEvent route) => route is LifecycleEvent.Installed or LifecycleEvent.Uninstalled
        ? ConnectTokenKind.SignedInstall
        : ConnectTokenKind.Computed;

    private static LifecyclePayload Clean(LifecyclePayload payload, AtlassianConnectOptions options) => payload with
    {
        BaseUrl = payload.BaseUrl!.TrimEnd('/'),
        DisplayUrl = SiteAddress.Link(payload.DisplayUrl, options),
        HelpCenterUrl = SiteAddress.Link(payload.HelpCenterUrl, options),
    };

    private static async Task<LifecyclePayload?> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(LargestBody + 1);
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer.AsMemory(0, LargestBody + 1), LargestBody + 1, throwOnEndOfStream: false, cancellationToken);
            return length > LargestBody ? null : JsonSerializer.Deserialize<LifecyclePayload>(buffer.AsSpan(0, length));
        }
        catch (JsonException)
        {
            return null;
        }
        finally
        {
            // It held the secret.
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
