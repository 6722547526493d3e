using System.Net;
using JsmConnector.IntegrationTests.WholeApp;
using JsmConnector.Operators.SignIn;

namespace JsmConnector.IntegrationTests.Operators;

public sealed class SignInAttemptsTests(InstalledSites app) : IClassFixture<InstalledSites>
{
    [Fact]
    public async Task Whoever_tries_often_has_to_wait()
    {
        for (var attempt = 0; attempt < SignInAttempts.Most; attempt++)
            Assert.Equal(HttpStatusCode.Forbidden, (await TryAsync()).StatusCode);

        var answer = await TryAsync();

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), SignInAttempts.Window);
        app.Clock.Advance(SignInAttempts.Window);
        Assert.Equal(HttpStatusCode.Forbidden, (await TryAsync()).StatusCode);
    }

    private Task<HttpResponseMessage> TryAsync() => app.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/operator/sign-in")
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = OperatorToken.New() }),
    });
}
