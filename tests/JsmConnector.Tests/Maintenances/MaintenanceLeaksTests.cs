using JsmConnector.Maintenances;

namespace JsmConnector.Tests.Maintenances;

public sealed class MaintenanceLeaksTests
{
    [Theory]
    [InlineData("We move mail-db-03 to a new rack.", "words")]
    [InlineData("Work on 10.0.4.17.", "words")]
    [InlineData("See OPS-123 for details.", "words")]
    [InlineData("Ask ada@example.com.", "words")]
    public void What_must_not_be_read_outside_is_held_with_its_mend_until_a_person_means_it(string words, string field)
    {
        var (found, _, mend) = Assert.Single(MaintenanceLeaks.In(new MaintenanceWish { Words = words }));

        Assert.Equal(field, found);
        var kind = mend.Split('"')[^2];
        Assert.Empty(MaintenanceLeaks.In(new MaintenanceWish { Words = words, Accepted = [kind] }));
    }

    [Fact]
    public void A_secret_cannot_be_meant()
    {
        var wish = new MaintenanceWish { Title = "Work on Email", Words = "The password: hunter2222 stays.", Accepted = ["secret"] };

        Assert.DoesNotContain("hunter2222", Assert.Single(MaintenanceLeaks.In(wish)).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Email will be back by 02:00 UTC.")]
    [InlineData("We renew parts of the network. You may lose the connection for a minute.")]
    [InlineData("Wir erneuern Teile des Netzes; gegen 02:00 Uhr ist alles wieder da.")]
    public void Plain_words_and_the_end_of_the_window_may_be_said(string words) => Assert.Empty(MaintenanceLeaks.In(new MaintenanceWish { Title = "Work on Email", Words = words }));

    [Fact]
    public void A_component_may_be_called_like_a_machine_and_words_made_from_a_ticket_pass()
    {
        Assert.Empty(MaintenanceLeaks.In(new MaintenanceWish { Words = "Work on api-01.", Components = ["api-01"] }));
        Assert.Empty(MaintenanceLeaks.In(new MaintenanceWish { Words = "Work on api-01.", Ticket = new PlanningTicket("1", "OPS-1", DateTimeOffset.UnixEpoch) }));
    }
}
