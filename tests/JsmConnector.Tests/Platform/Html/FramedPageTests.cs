using JsmConnector.Platform.Html;
using JsmConnector.Platform.Html.Parts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace JsmConnector.Tests.Platform.Html;

public sealed class FramedPageTests
{
    private static readonly PageShell Shell = new()
    {
        Title = "<script>alert(1)</script>",
        Ancestors = FrameAncestors.Of("https://acme.atlassian.net"),
        RefreshEvery = TimeSpan.FromSeconds(30),
    };

    [Fact]
    public async Task A_framed_page_may_be_framed_by_its_site_only_and_is_kept_nowhere()
    {
        var response = await AnswerAsync("hello");

        Assert.Contains("frame-ancestors https://acme.atlassian.net", response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.Equal("no-store", response.Headers.CacheControl);
        Assert.Equal("no-referrer", response.Headers["Referrer-Policy"]);
        Assert.Equal("nosniff", response.Headers.XContentTypeOptions);
        Assert.False(response.Headers.ContainsKey("X-Frame-Options"));
        Assert.False(response.Headers.ContainsKey("Set-Cookie"));
    }

    [Fact]
    public async Task Foreign_text_arrives_as_text()
    {
        var html = await ReadAsync(await AnswerAsync("<script>alert(2)</script>\" onload=\"x"));

        Assert.StartsWith("<!DOCTYPE html>", html.TrimStart(), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onload=\"x", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(2)", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_asset_of_the_shell_is_served_under_the_address_it_names()
    {
        var html = await ReadAsync(await AnswerAsync("hello", "/jsm"));

        Assert.Contains($"href=\"/jsm{AssetCatalog.PathOf("jira.css")}\"", html, StringComparison.Ordinal);
        Assert.Contains($"src=\"/jsm{AssetCatalog.PathOf("jira.js")}\"", html, StringComparison.Ordinal);
        Assert.Matches("^/assets/jira\\.[0-9a-f]{16}\\.css$", AssetCatalog.PathOf("jira.css"));
        Assert.NotNull(AssetCatalog.Find(AssetCatalog.PathOf("jira.js")));
    }

    private static async Task<HttpResponse> AnswerAsync(string text, string pathBase = "")
    {
        await using var services = Rendered.Services();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.PathBase = pathBase;
        context.Response.Body = new MemoryStream();
        await new FramedPage<HostileLozenge, string>(Shell, text).ExecuteAsync(context);
        return context.Response;
    }

    private static async Task<string> ReadAsync(HttpResponse response)
    {
        response.Body.Position = 0;
        using var reader = new StreamReader(response.Body);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private sealed class HostileLozenge : ComponentBase, IMarkupOf<string>
    {
        [Parameter] public required string Model { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenComponent<Lozenge>(0);
            builder.AddComponentParameter(1, nameof(Lozenge.Text), Model);
            builder.CloseComponent();
            builder.OpenElement(2, "a");
            builder.AddAttribute(3, "title", Model);
            builder.CloseElement();
        }
    }
}
