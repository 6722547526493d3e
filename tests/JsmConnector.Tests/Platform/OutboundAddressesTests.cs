using System.Net;
using JsmConnector.Platform.Http;

namespace JsmConnector.Tests.Platform;

public sealed class OutboundAddressesTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.20.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("64:ff9b::a00:1")]
    public void An_inside_address_is_refused(string address) => Assert.False(OutboundAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("104.192.142.1")]
    [InlineData("2600:9000:2000::1")]
    public void An_outside_address_is_allowed(string address) => Assert.True(OutboundAddresses.IsPublic(IPAddress.Parse(address)));
}
