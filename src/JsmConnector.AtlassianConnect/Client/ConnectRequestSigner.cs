using System.Net.Http.Headers;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Signs calls to Jira as the app. Always with the current secret, and only for the host the secret belongs to.</summary>
public sealed class ConnectRequestSigner(IOptionsMonitor<AtlassianConnectOptions> options, TimeProvider clock) : DelegatingHandler
{
    public static readonly HttpRequestOptionsKey<JiraCredentials> Credentials = new("JsmConnector.JiraCredentials");

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(180);
    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(Credentials, out var credentials) || request.RequestUri is not { } address)
        {
            throw new InvalidOperationException("A call to Jira needs the credentials of a site.");
        }

        if (!SameOrigin(address, credentials.BaseUrl))
        {
            throw new InvalidOperationException("A call signed for one site must not go to another host.");
        }

        if (request.Method == HttpMethod.Get && request.Content is not null)
        {
            // Jira answers 403 to these (CHANGE-2328).
            throw new InvalidOperationException("A GET to Jira must have no body.");
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("JWT", Sign(request.Method.Method, address, credentials));
        return base.SendAsync(request, cancellationToken);
    }

    private string Sign(string method, Uri address, JiraCredentials credentials)
    {
        var now = clock.GetUtcNow();
        var payload = JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["iss"] = options.CurrentValue.AppKey,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
            ["qsh"] = QueryStringHash.Compute(SignedRequest.Parse(method, address.PathAndQuery), credentials.BaseUrl.AbsolutePath),
        });
        return Handler.CreateToken(
            payload, new SigningCredentials(VerificationKey.SymmetricKey(credentials.SharedSecret), SecurityAlgorithms.HmacSha256));
    }

    private static bool SameOrigin(Uri address, Uri site) =>
        address.Scheme == site.Scheme && address.Port == site.Port && address.IdnHost.Equals(site.IdnHost, StringComparison.OrdinalIgnoreCase);
}
