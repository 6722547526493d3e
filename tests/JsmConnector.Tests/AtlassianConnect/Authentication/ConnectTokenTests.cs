using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using JsmConnector.AtlassianConnect.Authentication;
using static JsmConnector.Tests.AtlassianConnect.Authentication.TokenForge;

namespace JsmConnector.Tests.AtlassianConnect.Authentication;

public sealed class ConnectTokenTests
{
    private static readonly ConnectTokenRules Rules = new()
    {
        AppKey = "io.jsmconnector.app",
        Leeway = TimeSpan.FromSeconds(30),
        BaseUrls = ["https://app.example.com"],
        BasePaths = [""],
    };

    private static readonly SignedRequest Request = SignedRequest.Parse("POST", "/connect/webhooks?user_id=x");
    private static readonly string RequestHash = QueryStringHash.Compute(Request);

    [Fact]
    public async Task A_token_of_the_site_is_verified_with_its_claims()
    {
        var verified = Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(Claims(RequestHash))));

        Assert.Equal(ClientKey, verified.Claims.Issuer);
        Assert.Equal("5b10a2844c20165700ede21g", verified.Claims.Subject);
        Assert.Equal(Now, verified.Claims.IssuedAt);
        Assert.False(verified.Claims.IsContextToken);
    }

    [Fact]
    public async Task A_visitor_without_account_has_no_subject() =>
        Assert.Null(Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(Claims(RequestHash, subject: null)))).Claims.Subject);

    [Fact]
    public Task A_missing_qsh_is_refused() =>
        RefusedAsync(TokenRefusal.QueryHashMissing, Hs256(With(Claims(RequestHash), "qsh", null)));

    [Fact]
    public Task A_qsh_that_is_no_text_is_refused() =>
        RefusedAsync(TokenRefusal.QueryHashMissing, Hs256(With(Claims(RequestHash), "qsh", 5)));

    [Fact]
    public Task The_qsh_of_another_request_is_refused() =>
        RefusedAsync(TokenRefusal.QueryHashMismatch, Hs256(Claims(QueryStringHash.Compute(SignedRequest.Parse("POST", "/connect/webhooks")))));

    [Theory]
    [InlineData(ConnectTokenKind.Computed)]
    public Task A_context_token_is_refused_where_the_request_must_be_hashed(ConnectTokenKind kind) =>
        RefusedAsync(TokenRefusal.ContextTokenNotAllowed, Hs256(Claims(QueryStringHash.ContextMark)), kind);

    [Fact]
    public async Task A_context_token_is_refused_for_a_signed_install()
    {
        using var key = AtlassiansKey();

        await InstallRefusedAsync(TokenRefusal.ContextTokenNotAllowed, key, Rs256(InstallClaims(QueryStringHash.ContextMark), key));
    }

    [Fact]
    public async Task A_context_route_takes_a_context_token_and_one_with_its_own_hash()
    {
        var context = Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(Claims(QueryStringHash.ContextMark)), ConnectTokenKind.Context));
        Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(Claims(RequestHash)), ConnectTokenKind.Context));
        await RefusedAsync(TokenRefusal.QueryHashMismatch, Hs256(Claims("context")), ConnectTokenKind.Context);

        Assert.True(context.Claims.IsContextToken);
    }

    [Fact]
    public async Task The_context_tells_issue_and_project()
    {
        var claims = With(Claims(QueryStringHash.ContextMark), "context", new
        {
            jira = new { issue = new { id = 10042, key = "OPS-7" }, project = new { id = "10000", key = "OPS" } },
            user = new { accountId = "abc" },
        });

        var context = Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(claims), ConnectTokenKind.Context)).Claims.Context;

        Assert.Equal(("10042", "OPS-7", "10000", "OPS", "abc"), (context.IssueId, context.IssueKey, context.ProjectId, context.ProjectKey, context.AccountId));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("{\"jira\":null,\"user\":7}")]
    [InlineData("{\"jira\":{\"issue\":{\"id\":\"\"}}}")]
    public async Task An_odd_context_is_read_as_empty(string json)
    {
        var claims = With(Claims(QueryStringHash.ContextMark), "context", JsonDocument.Parse(json).RootElement);

        Assert.Equal(ConnectContext.Empty, Assert.IsType<TokenVerification.Verified>(await VerifyAsync(Hs256(claims), ConnectTokenKind.Context)).Claims.Context);
    }

    [Theory]
    [InlineData("HS384")]
    [InlineData("HS512")]
    [InlineData("none")]
    [InlineData("hs256")]
    [InlineData("RS256")]
    public Task The_algorithm_is_ours_to_choose(string algorithm) =>
        RefusedAsync(TokenRefusal.WrongAlgorithm, Hs256(Claims(RequestHash), algorithm: algorithm));

    [Fact]
    public Task A_token_signed_with_another_secret_is_refused() =>
        RefusedAsync(TokenRefusal.SignatureInvalid, Hs256(Claims(RequestHash), secret: "another-secret-of-the-same-kind-and-length"));

    [Fact]
    public Task A_token_without_signature_is_refused() =>
        RefusedAsync(TokenRefusal.TokenMalformed, Unsigned(Claims(RequestHash), "HS256", "JWT", null) + ".");

    [Theory]
    [InlineData("iat")]
    [InlineData("exp")]
    public async Task Both_times_are_required(string name)
    {
        await RefusedAsync(TokenRefusal.TimesMissing, Hs256(With(Claims(RequestHash), name, null)));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(Hs256(With(Claims(RequestHash), name, "soon"))));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(Hs256(With(Claims(RequestHash), name, 1e300))));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(Hs256(With(Claims(RequestHash), name, -5))));
        Assert.IsType<TokenVerification.Refused>(await VerifyAsync(Hs256(With(Claims(RequestHash), name, new[] { 1 }))));
    }

    [Fact]
    public async Task A_token_is_good_until_the_leeway_is_over()
    {
        var token = Hs256(Claims(RequestHash));

        Assert.IsType<TokenVerification.Verified>(await VerifyAsync(token, now: Now.AddSeconds(180 + 29)));
        Assert.Equal(TokenRefusal.Expired, Assert.IsType<TokenVerification.Refused>(await VerifyAsync(token, now: Now.AddSeconds(180 + 30))).Reason);
    }

    [Fact]
    public async Task A_token_from_the_future_is_refused()
    {
        var token = Hs256(Claims(RequestHash));

        Assert.IsType<TokenVerification.Verified>(await VerifyAsync(token, now: Now.AddSeconds(-60)));
        Assert.Equal(TokenRefusal.IssuedInFuture, Assert.IsType<TokenVerification.Refused>(await VerifyAsync(token, now: Now.AddSeconds(-61))).Reason);
    }

    [Fact]
    public Task A_token_that_lives_for_more_than_a_day_is_refused() =>
        RefusedAsync(TokenRefusal.LifeTooLong, Hs256(With(Claims(RequestHash), "exp", Now.ToUnixTimeSeconds() + 86_401)));

    [Fact]
    public async Task A_token_without_issuer_is_refused()
    {
        await RefusedAsync(TokenRefusal.IssuerMissing, Hs256(With(Claims(RequestHash), "iss", null)));
        await RefusedAsync(TokenRefusal.IssuerMissing, Hs256(With(Claims(RequestHash), "iss", "")));
    }

    [Fact]
    public Task What_we_sign_for_jira_does_not_open_our_own_doors() =>
        RefusedAsync(TokenRefusal.OwnToken, Hs256(With(With(Claims(RequestHash), "iss", "io.jsmconnector.app"), "aud", ClientKey)));

    [Fact]
    public Task A_token_of_another_type_is_refused() =>
        RefusedAsync(TokenRefusal.WrongType, Hs256(Claims(RequestHash), type: "jsmconnector-session+jwt"));

    [Theory]
    [InlineData("x")]
    [InlineData("a.b")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.bm90IGpzb24.c2ln")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.W10.c2ln")]
    public Task Nonsense_is_refused(string token) => RefusedAsync(TokenRefusal.TokenMalformed, token);

    [Fact]
    public Task An_endless_token_is_refused() => RefusedAsync(TokenRefusal.TokenMalformed, new string('a', 20_000));

    [Fact]
    public async Task The_secret_before_the_last_one_verifies_while_it_is_a_candidate()
    {
        var token = Hs256(Claims(RequestHash), secret: "old");

        Assert.IsType<TokenVerification.Verified>(
            await VerifyAsync(token, keys: [VerificationKey.ForTenant(Secret), VerificationKey.ForTenant("old")]));
        await RefusedAsync(TokenRefusal.SignatureInvalid, token);
    }

    [Fact]
    public async Task A_signed_install_for_us_is_verified()
    {
        using var key = AtlassiansKey();

        Assert.IsType<TokenVerification.Verified>(await VerifyInstallAsync(key, Rs256(InstallClaims(RequestHash), key)));
    }

    [Theory]
    [InlineData("https://app.example.com/")]
    [InlineData("https://other.example.com", "https://app.example.com")]
    public async Task The_audience_may_end_in_a_slash_or_be_one_of_several(params string[] audience)
    {
        using var key = AtlassiansKey();
        var claims = With(InstallClaims(RequestHash), "aud", audience.Length == 1 ? audience[0] : audience);

        Assert.IsType<TokenVerification.Verified>(await VerifyInstallAsync(key, Rs256(claims, key)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://app.example.com//")]
    [InlineData("https://app.example.com.evil.example")]
    [InlineData("https://app.example.co")]
    [InlineData("http://app.example.com")]
    [InlineData("")]
    public async Task An_install_for_somebody_else_is_refused(string? audience)
    {
        using var key = AtlassiansKey();

        await InstallRefusedAsync(TokenRefusal.AudienceMismatch, key, Rs256(With(InstallClaims(RequestHash), "aud", audience), key));
    }

    [Fact]
    public async Task An_install_signed_with_the_public_key_as_a_secret_is_refused()
    {
        using var key = AtlassiansKey();
        var confused = Hs256(InstallClaims(RequestHash), secret: key.ExportSubjectPublicKeyInfoPem());

        await InstallRefusedAsync(TokenRefusal.WrongAlgorithm, key, confused);
    }

    [Fact]
    public async Task An_install_signed_with_another_key_is_refused()
    {
        using var key = AtlassiansKey();
        using var other = RSA.Create(2048);

        await InstallRefusedAsync(TokenRefusal.SignatureInvalid, key, Rs256(InstallClaims(RequestHash), other));
    }

    [Fact]
    public async Task Urls_signed_by_a_real_host_pass()
    {
        if (RepositoryFiles.Shared("vectors/jwt-signed-urls.host.json") is not { } text)
        {
            return;
        }

        using var document = JsonDocument.Parse(text);
        VerificationKey[] keys = [VerificationKey.ForTenant(document.RootElement.GetProperty("secret").GetString()!)];
        var tests = document.RootElement.GetProperty("tests").EnumerateArray().ToArray();
        Assert.NotEmpty(tests);
        foreach (var test in tests)
        {
            var url = test.GetProperty("signedUrl").GetString()!;
            var request = SignedRequest.Parse("GET", url);
            var rules = Rules with { BasePaths = url.Contains("/base/", StringComparison.Ordinal) ? ["/base"] : [""] };
            var token = System.Web.HttpUtility.ParseQueryString(request.Query)["jwt"]!;

            Assert.Equal(test.GetProperty("canonicalUrl").GetString(), QueryStringHash.CanonicalRequest(request, rules.BasePaths[0]));
            Assert.Null(UnverifiedToken.Read(token, ConnectTokenKind.Computed, rules, out var read));
            // They were signed in two sessions, so the clock of each is its own.
            var signedAt = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1])).RootElement.GetProperty("iat").GetInt64();
            Assert.IsType<TokenVerification.Verified>(
                await ConnectToken.VerifyAsync(read, keys, request, DateTimeOffset.FromUnixTimeSeconds(signedAt + 30), rules));
        }
    }

    internal static Dictionary<string, object?> With(Dictionary<string, object?> claims, string name, object? value)
    {
        claims[name] = value;
        return claims;
    }

    private static Dictionary<string, object?> InstallClaims(string qsh) => With(Claims(qsh), "aud", "https://app.example.com");

    private static async Task<TokenVerification> VerifyAsync(
        string text, ConnectTokenKind kind = ConnectTokenKind.Computed, DateTimeOffset? now = null, VerificationKey[]? keys = null) =>
        UnverifiedToken.Read(text, kind, Rules, out var token) is { } malformed
            ? new TokenVerification.Refused(malformed)
            : await ConnectToken.VerifyAsync(token, keys ?? [VerificationKey.ForTenant(Secret)], Request, now ?? Now, Rules);

    private static Task<TokenVerification> VerifyInstallAsync(RSA key, string text) =>
        VerifyAsync(text, ConnectTokenKind.SignedInstall, keys: [VerificationKey.ForInstall(key)]);

    private static async Task RefusedAsync(TokenRefusal reason, string text, ConnectTokenKind kind = ConnectTokenKind.Computed) =>
        Assert.Equal(reason, Assert.IsType<TokenVerification.Refused>(await VerifyAsync(text, kind)).Reason);

    private static async Task InstallRefusedAsync(TokenRefusal reason, RSA key, string text) =>
        Assert.Equal(reason, Assert.IsType<TokenVerification.Refused>(await VerifyInstallAsync(key, text)).Reason);
}
