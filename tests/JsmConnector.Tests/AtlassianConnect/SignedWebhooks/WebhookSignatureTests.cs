using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Authentication;
using JsmConnector.AtlassianConnect.SignedWebhooks;
using Microsoft.Extensions.Primitives;

namespace JsmConnector.Tests.AtlassianConnect.SignedWebhooks;

public sealed class WebhookSignatureTests
{
    private const string Secret = "It's a Secret to Everybody";
    private const string OfVendor = "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9";
    private static readonly byte[] Body = "Hello World!"u8.ToArray();

    [Fact]
    public void The_vendors_example_is_accepted() => Assert.True(Read(OfVendor).IsMadeWithOneOf([Secret], Body));

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha384")]
    [InlineData("sha512")]
    [InlineData("SHA256")]
    public void The_method_is_read_from_the_header(string method)
    {
        var header = $"{method}={Convert.ToHexString(Hmac(method))}";

        Assert.True(Read(header).IsMadeWithOneOf([Secret], Body));
        Assert.False(Read(header).IsMadeWithOneOf([Secret], "Hello World?"u8));
        Assert.False(Read(header).IsMadeWithOneOf(["another secret"], Body));
        Assert.False(Read(header).IsMadeWithOneOf([], Body));
    }

    [Fact]
    public void During_a_rotation_either_secret_counts()
    {
        Assert.True(Read(OfVendor).IsMadeWithOneOf(["the new one", Secret], Body));
        Assert.True(Read(OfVendor).IsMadeWithOneOf([Secret, "the old one"], Body));
    }

    [Fact]
    public void The_old_secret_counts_until_its_time_and_not_after()
    {
        var until = new DateTimeOffset(2026, 11, 26, 10, 0, 0, TimeSpan.Zero);
        var secrets = new WebhookSecrets("new", "old", until);

        Assert.Equal(["new", "old"], secrets.Candidates(until.AddTicks(-1)));
        Assert.Equal(["new"], secrets.Candidates(until));
        Assert.Equal(["new"], new WebhookSecrets("new", null, null).Candidates(until));
    }

    [Theory]
    [InlineData("", TokenRefusal.SignatureMissing)]
    [InlineData("sha256", TokenRefusal.SignatureMalformed)]
    [InlineData("=a4771c39", TokenRefusal.SignatureMalformed)]
    [InlineData("sha256=", TokenRefusal.SignatureMalformed)]
    [InlineData("sha256=a4771c39", TokenRefusal.SignatureMalformed)]
    [InlineData("sha256=zz771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", TokenRefusal.SignatureMalformed)]
    [InlineData(OfVendor + "00", TokenRefusal.SignatureMalformed)]
    [InlineData(OfVendor + " ", TokenRefusal.SignatureMalformed)]
    [InlineData("sha512=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", TokenRefusal.SignatureMalformed)]
    [InlineData("sha1=0a4d55a8d778e5022fab701977c5d840bbc486d0", TokenRefusal.SignatureMethodRefused)]
    [InlineData("md5=ed076287532e86365e841e92bfc50d8c", TokenRefusal.SignatureMethodRefused)]
    [InlineData("none=", TokenRefusal.SignatureMethodRefused)]
    [InlineData("sha-256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", TokenRefusal.SignatureMethodRefused)]
    [InlineData(OfVendor + "," + OfVendor, TokenRefusal.SignatureTwice)]
    public void What_is_no_signature_is_refused_before_anything_is_looked_up(string header, TokenRefusal why) =>
        Assert.Equal(why, WebhookSignature.Read(header, out _));

    [Fact]
    public void Two_headers_are_refused_even_if_both_are_right() =>
        Assert.Equal(TokenRefusal.SignatureTwice, WebhookSignature.Read(new StringValues([OfVendor, OfVendor]), out _));

    [Fact]
    public void A_long_header_is_refused() => Assert.Equal(TokenRefusal.SignatureMalformed, WebhookSignature.Read($"sha256={new string('a', 5000)}", out _));

    [Fact]
    public void Secrets_are_not_printed() => Assert.DoesNotContain("s3cret", new WebhookSecrets("s3cret", "s3cret", null).ToString(), StringComparison.Ordinal);

    private static WebhookSignature Read(string header)
    {
        Assert.Null(WebhookSignature.Read(header, out var signature));
        return signature;
    }

    private static byte[] Hmac(string method) =>
        CryptographicOperations.HmacData(new HashAlgorithmName(method.ToUpperInvariant()), Encoding.UTF8.GetBytes(Secret), Body);
}
