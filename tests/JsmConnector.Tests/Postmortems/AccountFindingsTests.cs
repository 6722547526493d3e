using JsmConnector.Postmortems.Publishing;
using JsmConnector.Postmortems.Rendering;
using JsmConnector.Postmortems.Review;
using static JsmConnector.Tests.Postmortems.Troubles;

namespace JsmConnector.Tests.Postmortems;

public sealed class AccountFindingsTests
{
    [Fact]
    public void A_reviewer_is_told_what_customers_should_perhaps_not_read()
    {
        var found = AccountFindings.In(Incident(), "# Email\n\nmail-db-03 was full. Ada (ada@example.com) will have it watched by 20 December. See OPS-7.\n");

        Assert.Equal(["host", "person", "ticket"], found.Select(finding => finding.Kind));
    }

    [Fact]
    public void Nothing_is_found_in_an_account_as_people_write_them() => Assert.Empty(AccountFindings.In(Incident(),
        "# Email did not arrive\n\nOn 23 November 2026 from 12:00 to 13:00 UTC mail came late. A disk was full. It was fixed at 12:45 UTC, and a second watch is in place since then.\n"));

    [Fact]
    public void A_secret_keeps_an_account_from_going_out_whoever_agreed_to_it()
    {
        var why = PublicationDocuments.WhyNot(Incident(), new("Email", "We are sorry. api_key = sk_live_abcdefgh\n"), TemplateAudience.External);

        Assert.NotNull(why);
        Assert.DoesNotContain("abcdefgh", why, StringComparison.Ordinal);
        Assert.Null(PublicationDocuments.WhyNot(Incident(), new("Email", "We are sorry. mail-db-03 was full.\n"), TemplateAudience.External));
    }
}
