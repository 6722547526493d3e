using System.Buffers.Text;
using System.Security.Cryptography;

namespace JsmConnector.Installations.AdminWebhooks;

public static class WebhookSecret
{
    /// <summary>256 random bits, in letters that survive copying into a form.</summary>
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Where Jira sends events to.</summary>
    public static string AddressOf(string appUrl, Platform.Database.InstallationId installation) => $"{appUrl.TrimEnd('/')}/webhooks/jira/{installation}";
}
