using JsmConnector.Deliveries;
using JsmConnector.Notifications.Channels.Sms;

namespace JsmConnector.Tests.Notifications;

public sealed class SmsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Numbers_of_any_shape_are_read_or_named()
    {
        Assert.Equal(["+491701234567", "+14155550123"], PhoneNumbers.Of("+49 (0)170 / 123-45-67; 00491701234567,\n+1 415.555.0123"));
        Assert.Equal(["0170 1234567", "call me", "+0123456789", "+49"], PhoneNumbers.Unusable("0170 1234567, call me, +0123456789; +49"));
    }

    [Fact]
    public void A_reader_who_answered_stop_is_told_no_more() =>
        Assert.True(Assert.IsType<DeliveryOutcome.Never>(TwilioCodes.Judge(21610, 1, null, Now)).BreaksDestination);

    [Fact]
    public void A_code_that_nobody_knows_is_tried_once_more()
    {
        Assert.IsType<DeliveryOutcome.Later>(TwilioCodes.Judge(99_999, 1, null, Now));
        Assert.IsType<DeliveryOutcome.Never>(TwilioCodes.Judge(99_999, 2, null, Now));
    }

    [Fact]
    public void A_limit_is_waited_for() => Assert.Equal(Now.AddSeconds(7), Assert.IsType<DeliveryOutcome.Later>(TwilioCodes.Judge(20429, 1, TimeSpan.FromSeconds(7), Now)).At);
}
