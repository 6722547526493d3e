using System.Security.Cryptography;
using JsmConnector.Platform.Secrets;

namespace JsmConnector.Tests.Platform;

public sealed class SecretBoxTests
{
    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_sealed_secret_opens_for_its_owner_only()
    {
        var box = new SecretBox([Key()]);
        var sealedSecret = box.Seal("s3cret", "installation:1");

        Assert.Equal("s3cret", box.Open(sealedSecret, "installation:1"));
        Assert.Null(box.Open(sealedSecret, "installation:2"));
    }

    [Fact]
    public void A_changed_byte_does_not_open()
    {
        var box = new SecretBox([Key()]);
        var sealedSecret = box.Seal("s3cret", "a");
        sealedSecret[^1] ^= 1;

        Assert.Null(box.Open(sealedSecret, "a"));
    }

    [Fact]
    public void A_previous_key_still_opens_after_rotation()
    {
        var old = Key();
        var sealedSecret = new SecretBox([old]).Seal("s3cret", "a");

        Assert.Equal("s3cret", new SecretBox([Key(), old]).Open(sealedSecret, "a"));
        Assert.Null(new SecretBox([Key()]).Open(sealedSecret, "a"));
    }
}
