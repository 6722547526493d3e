using System.Net;
using System.Security.Cryptography;
using JsmConnector.AtlassianConnect.Authentication;

namespace JsmConnector.AtlassianConnect.Lifecycle;

/// <summary>One look-up of a key over the configured servers.</summary>
internal static class InstallKeyFetch
{
    private const int SmallestKeyBits = 2048;

    public static async Task<InstallKey> FromAnyAsync(IHttpClientFactory clients, IReadOnlyList<string> servers, string keyId)
    {
        InstallKey? failure = null;
        foreach (var server in servers)
        {
            var key = await FromOneAsync(clients, $"{server.TrimEnd('/')}/{keyId}");
            if (key is InstallKey.Found)
            {
                return key;
            }

            failure = key is InstallKey.Unavailable ? key : failure;
        }

        // "Unknown" needs every server's word: one that is silent may be the one that knows.
        return failure ?? new InstallKey.Unknown();
    }

    private static async Task<InstallKey> FromOneAsync(IHttpClientFactory clients, string address)
    {
        try
        {
            using var client = clients.CreateClient(InstallKeys.ClientName);
            var asked = new Uri(address);
            using var response = await client.GetAsync(asked);
            if (response.RequestMessage?.RequestUri is { } answered && answered != asked)
            {
                // The client's handler must not follow redirects; should it be replaced by one that does, this still holds.
                return new InstallKey.Unavailable("the key server redirects");
            }

            return response.StatusCode switch
            {
                HttpStatusCode.OK => Parse(await response.Content.ReadAsStringAsync()),
                // The store behind the server says "forbidden" for what it does not hold.
                HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone or HttpStatusCode.BadRequest => new InstallKey.Unknown(),
                var status => new InstallKey.Unavailable($"status {(int)status}"),
            };
        }
        catch (HttpRequestException fault)
        {
            return new InstallKey.Unavailable(fault.HttpRequestError.ToString());
        }
        catch (OperationCanceledException)
        {
            return new InstallKey.Unavailable("no answer in time");
        }
    }

    private static InstallKey Parse(string pem)
    {
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem.Trim());
            return key.KeySize >= SmallestKeyBits
                ? new InstallKey.Found(VerificationKey.ForInstall(key))
                : new InstallKey.Unavailable("the key is too short");
        }
        catch (Exception broken) when (broken is ArgumentException or CryptographicException)
        {
            return new InstallKey.Unavailable("the answer is no public key");
        }
    }
}
