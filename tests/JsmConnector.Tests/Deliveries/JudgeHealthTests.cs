using JsmConnector.Deliveries;

namespace JsmConnector.Tests.Deliveries;

public sealed class JudgeHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Ten_failures_in_a_row_pause_a_destination_and_nine_do_not()
    {
        var nine = After(Enumerable.Repeat<DeliveryOutcome>(new DeliveryOutcome.Later("No answer."), 9));
        var ten = JudgeHealth.After(nine, new DeliveryOutcome.Later("No answer."), Now);

        Assert.Null(JudgeHealth.Hold(nine, Now));
        Assert.Equal(new Health(HealthState.Paused, 10, "No answer.", Now.AddMinutes(30)), ten);
        Assert.IsType<DeliveryOutcome.Later>(JudgeHealth.Hold(ten, Now));
    }

    [Fact]
    public void A_paused_destination_is_tried_now_and_then_and_one_success_makes_it_well()
    {
        var paused = After(Enumerable.Repeat<DeliveryOutcome>(new DeliveryOutcome.Never("Refused."), 10));

        Assert.Null(JudgeHealth.Hold(paused, Now.AddMinutes(30)));
        Assert.Equal(HealthState.Paused, JudgeHealth.After(paused, new DeliveryOutcome.Later("No answer."), Now)!.State);
        Assert.Null(JudgeHealth.After(paused, new DeliveryOutcome.Delivered(), Now));
    }

    [Fact]
    public void A_success_between_failures_begins_the_count_anew() =>
        Assert.Equal(1, After([.. Enumerable.Repeat<DeliveryOutcome>(new DeliveryOutcome.Later("x"), 9), new DeliveryOutcome.Delivered(), new DeliveryOutcome.Later("x")])!.Failures);

    [Fact]
    public void A_wait_that_the_destination_asked_for_is_no_failure() =>
        Assert.Null(After(Enumerable.Repeat<DeliveryOutcome>(new DeliveryOutcome.Later("Too fast.", Now.AddSeconds(7)), 20)));

    [Fact]
    public void Gone_or_forbidden_breaks_a_destination_at_once_until_a_person_resumes_it()
    {
        var broken = After([new DeliveryOutcome.Never("The key is refused.") { BreaksDestination = true }]);

        Assert.Equal(HealthState.Broken, broken!.State);
        Assert.Contains("The key is refused.", Assert.IsType<DeliveryOutcome.Later>(JudgeHealth.Hold(broken, Now.AddHours(23))).Reason, StringComparison.Ordinal);
    }

    private static Health? After(IEnumerable<DeliveryOutcome> outcomes) =>
        outcomes.Aggregate((Health?)null, (health, outcome) => JudgeHealth.After(health, outcome, Now));
}
