using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Channels.WebPush;

namespace JsmConnector.Tests.Notifications;

/// <summary>Messages to browsers against the example of RFC 8291, section 5.</summary>
public sealed class SealPushTests
{
    private const string Receiver = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", Secret = "BTBZMqHH6r4Tts7J_aSIgg";

    [Fact]
    public void The_example_of_the_specification_comes_out()
    {
        using var sender = ECDiffieHellman.Create(Pair("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"));
        var browser = PushSubscription.Read($$"""{"endpoint":"https://push.example.net/push/one","keys":{"p256dh":"{{Receiver}}","auth":"{{Secret}}"} }""")!;

        var body = SealPush.For(browser, Encoding.UTF8.GetBytes("When I grow up, I want to be a watermelon"), sender, Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));

        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
            Base64Url.EncodeToString(body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"endpoint":"https://push.example.net/one"}""")]
    [InlineData("""{"endpoint":"one","keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}""")]
    [InlineData("""{"endpoint":"https://push.example.net/one","keys":{"p256dh":"BTBZMqHH6r4Tts7J_aSIgg","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}""")]
    [InlineData("""{"endpoint":"https://push.example.net/one","keys":{"p256dh":7,"auth":{}}}""")]
    [InlineData("""{"endpoint":"http://push.example.net/one","keys":{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}}""")]
    [InlineData("""{"keys":1,"keys":2}""")]
    public void What_no_browser_gave_out_is_no_subscription(string json) => Assert.Null(PushSubscription.Read(json));

    private static ECParameters Pair(string secret, string point)
    {
        var bytes = Base64Url.DecodeFromChars(point);
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Base64Url.DecodeFromChars(secret), Q = new ECPoint { X = bytes[1..33], Y = bytes[33..] } };
    }
}
