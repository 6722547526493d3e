using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace JsmConnector.AtlassianConnect.Client;

/// <summary>Authorises calls to Jira as the app, and only under the address that the credential belongs to.</summary>
public sealed class JiraRequestSigner(IOptionsMonitor<AtlassianConnectOptions> options, TimeProvider clock) : DelegatingHandler
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

        if (!IsUnder(credentials.BaseUrl, address))
        {
            throw new InvalidOperationException("A call authorised for one site must not go to another address.");
        }

        if (request.Method == HttpMethod.Get && request.Content is not null)
        {
            // Jira answers 403 to these (CHANGE-2328).
            throw new InvalidOperationException("A GET to Jira must have no body.");
        }

        request.Headers.Authorization = credentials switch
        {
            JiraCredentials.ConnectSecret secret => new AuthenticationHeaderValue("JWT", Sign(request.Method.Method, address, secret)),
            JiraCredentials.Bearer(_, var token) => new AuthenticationHeaderValue("Bearer", token),
            JiraCredentials.Basic(_, var email, var token) => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{token}"))),
            _ => throw new InvalidOperationException($"Unknown credentials {credentials.GetType().Name}."),
        };
        return base.SendAsync(request, cancellationToken);
    }

    private string Sign(string method, Uri address, JiraCredentials.ConnectSecret credentials)
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

    /// <summary>The path counts too: behind the gateway many sites share one host.</summary>
    private static bool IsUnder(Uri site, Uri address) =>
        address.Scheme == site.Scheme && address.Port == site.Port && address.IdnHost.Equals(site.IdnHost, StringComparison.OrdinalIgnoreCase)
        && address.AbsolutePath.StartsWith(site.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal);
}
