using JsmConnector.AtlassianConnect;
using JsmConnector.AtlassianConnect.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace JsmConnector.Tests.AtlassianConnect.Authentication;

public sealed class SessionTokensTests
{
    private readonly FakeTimeProvider clock = new(TokenForge.Now);

    private static readonly AtlassianPrincipal Principal = new()
    {
        InstallationId = Guid.Parse("0199c0de-0000-7000-8000-000000000001"),
        AccountId = "qm:a:b",
        Kind = AccountKind.Customer,
        Source = PrincipalSource.Connect,
        IssuedAt = TokenForge.Now,
        IssueId = "10042",
        IssueKey = "OPS-7",
    };

    [Fact]
    public async Task A_session_brings_the_caller_back()
    {
        var sessions = Sessions(1);

        var verified = Assert.IsType<SessionVerification.Verified>(await sessions.VerifyAsync(sessions.Issue(Principal, "publish"), "publish"));

        Assert.Equal(Principal with { Source = PrincipalSource.Session, Purpose = "publish" }, verified.Principal);
    }

    [Fact]
    public async Task A_session_ends_after_a_quarter_of_an_hour()
    {
        var sessions = Sessions(1);
        var token = sessions.Issue(Principal, "publish");

        clock.Advance(SessionTokens.Life - TimeSpan.FromSeconds(1));
        Assert.IsType<SessionVerification.Verified>(await sessions.VerifyAsync(token, "publish"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TokenRefusal.Expired, await RefusalAsync(sessions, token, "publish"));
    }

    [Fact]
    public async Task A_session_for_another_purpose_is_refused()
    {
        var sessions = Sessions(1);

        Assert.Equal(TokenRefusal.PurposeMismatch, await RefusalAsync(sessions, sessions.Issue(Principal, "publish"), "settings"));
    }

    [Fact]
    public async Task A_session_survives_the_rotation_of_the_key_and_no_more()
    {
        var token = Sessions(1).Issue(Principal, "publish");

        Assert.IsType<SessionVerification.Verified>(await Sessions(2, 1).VerifyAsync(token, "publish"));
        Assert.Equal(TokenRefusal.SignatureInvalid, await RefusalAsync(Sessions(2), token, "publish"));
    }

    [Fact]
    public async Task A_token_of_jira_is_no_session()
    {
        var jira = TokenForge.Hs256(TokenForge.Claims(QueryStringHash.ContextMark));

        Assert.Equal(TokenRefusal.SignatureInvalid, await RefusalAsync(Sessions(1), jira, "publish"));
        Assert.Equal(TokenRefusal.SignatureInvalid, await RefusalAsync(Sessions(1), "nonsense", "publish"));
        Assert.Equal(TokenRefusal.SignatureInvalid, await RefusalAsync(Sessions(1), "", "publish"));
    }

    [Fact]
    public async Task A_session_with_one_letter_changed_is_refused()
    {
        var sessions = Sessions(1);
        var token = sessions.Issue(Principal, "publish");
        var middle = token.IndexOf('.', StringComparison.Ordinal) + 20;
        var forged = token[..middle] + (token[middle] == 'A' ? 'B' : 'A') + token[(middle + 1)..];

        Assert.Equal(TokenRefusal.SignatureInvalid, await RefusalAsync(sessions, forged, "publish"));
    }

    [Fact]
    public void A_session_is_no_token_of_jira()
    {
        var rules = ConnectTokenRules.From(new AtlassianConnectOptions());

        foreach (var kind in Enum.GetValues<ConnectTokenKind>())
        {
            Assert.NotNull(UnverifiedToken.Read(Sessions(1).Issue(Principal, "publish"), kind, rules, out _));
        }
    }

    private SessionTokens Sessions(params byte[] keys) => new(
        new SessionTokenKeys(keys.Select(key => Enumerable.Repeat(key, 32).ToArray()).ToArray()), new FixedOptions(new AtlassianConnectOptions()), clock);

    private static async Task<TokenRefusal> RefusalAsync(SessionTokens sessions, string token, string purpose) =>
        Assert.IsType<SessionVerification.Refused>(await sessions.VerifyAsync(token, purpose)).Reason;
}
