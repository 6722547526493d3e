using System.Text;
using JsmConnector.IntegrationTests.WholeApp;

namespace JsmConnector.IntegrationTests.Hostile;

/// <summary>At the door of signed admin webhooks: the address is no secret, so everything hangs on the signature.</summary>
internal static class SignedWebhookRequests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(TicketEvent.Of("667").ToJsonString());

    public static IReadOnlyList<HostileRequest> Rows { get; } =
    [
        new("Signed webhook without a signature", 401, "signature_missing", w => w.HookAsync(Body)),
        new("Signed webhook under a secret of somebody else", 401, "signature_invalid", w => w.HookAsync(Body, SignedSite.Sign(Body, "the-secret-of-somebody-else"))),
        new("Signed webhook whose body was changed on the way", 401, "signature_invalid", w => w.HookAsync([.. Body, (byte)' '], SignedSite.Sign(Body, w.Signed.Secret))),
        new("Signed webhook with a signature cut short", 401, "signature_malformed", w => w.HookAsync(Body, SignedSite.Sign(Body, w.Signed.Secret)[..40])),
        new("Signed webhook with two signatures, one of them good", 401, "signature_twice", w => w.HookAsync(Body, SignedSite.Sign(Body, "other"), SignedSite.Sign(Body, w.Signed.Secret))),
        new("Signed webhook by SHA-1", 401, "signature_method_refused", w => w.HookAsync(Body, SignedSite.Sign(Body, w.Signed.Secret).Replace("sha256=", "sha1=", StringComparison.Ordinal)[..45])),
        new("Signed webhook to the address of a site that came through Connect", 401, "signature_invalid", w => OfAcmeAsync(w)),
    ];

    private static async Task<int> OfAcmeAsync(HostileWorld world)
    {
        using var answer = await world.Signed.TellAsync(world, Body, [SignedSite.Sign(Body, world.Acme.Secret)], path: $"/webhooks/jira/{world.Acme.Id}");
        return (int)answer.StatusCode;
    }
}
