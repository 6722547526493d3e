using JsmConnector.Incidents.Wording.Checks;

namespace JsmConnector.Tests.Incidents.Wording;

public sealed class FindLeaksTests
{
    private static readonly InsideKnowledge Inside = new("OPS-7", "mail-db-03 is on fire", ["Email", "api-web-01"], SayTextTests.Answered(
        ("roles.commander", "Ada Lovelace"), ("work.cause_internal", "the disk of the second replica is full"), ("support.say", "mail arrives late for some of you"),
        ("links.alt_contact", "help@acme.example"), ("impact.backlog_eta", "restored by 15:00")));

    [Theory]
    [InlineData("address", "The server 10.0.12.7 does not answer.")]
    [InlineData("address", "The server 2001:db8:0:1::7 does not answer.")]
    [InlineData("host", "mail.corp.internal does not answer.")]
    [InlineData("host", "We restart mail-db-03 now.")]
    [InlineData("host", "We restart web12 now.")]
    [InlineData("person", "Please write to ada@acme.example.")]
    [InlineData("person", "Thanks to @ada.lovelace for the work.")]
    [InlineData("person", "Ada Lovelace is looking into it.")]
    [InlineData("ticket", "See OPS-7 for more.")]
    [InlineData("ticket", "It is like NET-1200.")]
    [InlineData("ticket-text", "What we know: Mail-DB-03 is on fire")]
    [InlineData("internal-answer", "We know that the disk of the second replica is full.")]
    [InlineData("vulnerability", "It is about CVE-2026-12345.")]
    [InlineData("machine-talk", "The service throws NullPointerException.")]
    [InlineData("machine-talk", "Requests fail with HTTP 503.")]
    [InlineData("secret", "Use password: hunter22 meanwhile.")]
    [InlineData("secret", "xoxb-1234567890-abc")]
    [InlineData("repair-time", "It will be fixed in 10 minutes.")]
    [InlineData("repair-time", "We expect mail to be back by 15:00 UTC.")]
    [InlineData("repair-time", "Within the hour everything works again.")]
    [InlineData("repair-time", "ETA 20 min.")]
    [InlineData("repair-time", "Das Problem wird bis 15 Uhr behoben sein.")]
    [InlineData("repair-time", "In wenigen Minuten ist alles wieder verfügbar.")]
    public void It_is_found(string kind, string words) => Assert.Contains(FindLeaks.In(words, "words.customers", Inside), finding => finding.Kind == kind && finding.Mend.Length > 0);

    [Theory]
    [InlineData("secret", "Use api_key=abcd1234efgh meanwhile.")]
    [InlineData("host", "We restart mail-api-03 now.")]
    [InlineData("host", "api.internal does not answer.")]
    [InlineData("ticket", "See API-1200 for more.")]
    [InlineData(null, "The API is slow: calls of the API, and of nothing else, take long. We look after the API.")]
    public void The_name_of_a_component_hides_nothing_that_only_contains_it(string? kind, string words)
    {
        var found = FindLeaks.In(words, "words.customers", Inside with { Components = ["API"] }).Select(finding => finding.Kind);

        if (kind is null)
            Assert.Empty(found);
        else
            Assert.Contains(kind, found);
    }

    [Theory]
    [InlineData("We are looking into a problem with Email. It began at 12:02 UTC. Next update by 12:20 UTC, sooner if we learn more.")]
    [InlineData("The problem with Email ended at 13:07 UTC. It began at 12:02 UTC and lasted 1 hour 5 minutes. It was fixed in 65 minutes.")]
    [InlineData("A fix has been in place since 13:00 UTC. We write again by 14:00 UTC, when it is back to normal or not.")]
    [InlineData("Das Problem mit E-Mail ist seit 13:07 UTC behoben. Nächste Nachricht bis 14:00 UTC.")]
    [InlineData("We will get back to you by 15:00 UTC.")]
    [InlineData("We are back with news within the hour.")]
    [InlineData("Wir melden uns bis 15:00 Uhr wieder, auch wenn es noch nicht behoben ist.")]
    [InlineData("Version 4.2.1 of the app shows dates in UTF-8 and ISO-8601 wrongly.")]
    [InlineData("Mail arrives up to 20 minutes late. Please do not send it twice.")]
    [InlineData("api-web-01 answers slowly. Reach us at help@acme.example meanwhile.")]
    [InlineData("When we expect to have caught up: restored by 15:00.")]
    [InlineData("Mail arrives late for some of you.")]
    [InlineData("Customers in Europe see 9 of 10 pages. Payments by card work as usual.")]
    public void Ordinary_words_pass(string words) => Assert.Equal([], FindLeaks.In(words, "words.customers", Inside).Select(finding => $"{finding.Kind}: {finding.Found}"));

    [Fact]
    public void A_secret_is_never_repeated_and_nobody_may_accept_it()
    {
        var finding = Assert.Single(FindLeaks.In("Use password: hunter22.", "words.customers", Inside));

        Assert.DoesNotContain("hunter22", $"{finding}", StringComparison.Ordinal);
        Assert.False(finding.MayBeAccepted);
    }
}
