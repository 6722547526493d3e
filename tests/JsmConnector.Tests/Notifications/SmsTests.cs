using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.Notifications;
using JsmConnector.Notifications.Channels.Sms;
using JsmConnector.Notifications.Counting;
using JsmConnector.Platform.Languages;

namespace JsmConnector.Tests.Notifications;

public sealed class SmsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly Notice Told = new()
    {
        Id = "0193a2b4c5d6",
        Incident = "abc",
        Audience = "customers",
        Language = Language.Of("en"),
        Title = "Problem with Email",
        Stage = Stage.Identified,
        Severity = Severity.Major,
        Text = "",
        Short = "Acme: Problem with Email. We are working on it. Next update by 12:45 UTC.",
        SaidAt = Now,
        NextUpdateAt = Now.AddMinutes(45),
        Number = 1,
        Link = "https://s.example/i/abc",
    };

    [Fact]
    public void Numbers_of_any_shape_are_read_or_named()
    {
        Assert.Equal(["+491701234567", "+14155550123"], PhoneNumbers.Of("+49 (0)170 / 123-45-67; 00491701234567,\n+1 415.555.0123"));
        Assert.Equal(["0170 1234567", "call me", "+0123456789", "+49"], PhoneNumbers.Unusable("0170 1234567, call me, +0123456789; +49"));
    }

    [Theory]
    [InlineData(1, "Acme: Problem with Email. We are working on it. Next update by 12:45 UTC. https://s.example/i/abc")]
    [InlineData(3, "Acme: Problem with Email. We are working on it. Next update by 12:45 UTC. (update 3) https://s.example/i/abc")]
    public void Two_updates_of_one_stage_and_promise_read_differently(int number, string words) =>
        Assert.Equal(words, SmsChannel.Words(Told with { Number = number }));

    [Fact]
    public void The_number_that_tells_updates_apart_costs_no_second_message()
    {
        var told = Told with { Short = $"Acme: {new string('x', 120)}.", Number = 3 };

        Assert.EndsWith(". (3) https://s.example/i/abc", SmsChannel.Words(told), StringComparison.Ordinal);
        Assert.Equal(1, SmsText.Segments(SmsChannel.Words(told)));
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
