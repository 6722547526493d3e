using JsmConnector.Incidents;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PublicStatus;
using JsmConnector.Tests.Platform.Html;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JsmConnector.Tests.PublicStatus;

/// <summary>However many documents readers ask for, the memory for them has a limit.</summary>
public sealed class PreparedBytesTests
{
    private static readonly PageKey Key = new(new InstallationId(Guid.Parse("6f1c1a52-8a53-4b6e-9f53-0d6b3c2a1e10")), "main", "acme");

    [Fact]
    public async Task The_document_prepared_longest_ago_goes_first()
    {
        await using var services = Rendered.Services();
        // No room at all: only the newest stays.
        var memory = new PreparedBytes(Options.Create(new PublicStatusOptions { MostMegabytes = 0 }));
        var page = Page(services, memory);

        var first = await page.RenderAsync("/status/acme/api/v2/status.json");
        var second = await page.RenderAsync("/status/acme/badge.svg");

        Assert.Null(page.FindReady("/status/acme/api/v2/status.json"));
        Assert.Same(second, page.FindReady("/status/acme/badge.svg"));
        Assert.Equal(second.Size, memory.Total);
        Assert.Equal(first.Identity.Bytes, (await page.RenderAsync("/status/acme/api/v2/status.json")).Identity.Bytes);
    }

    [Fact]
    public async Task A_page_that_was_replaced_costs_nothing_any_more_even_when_somebody_still_renders_it()
    {
        await using var services = Rendered.Services();
        var memory = new PreparedBytes(Options.Create(new PublicStatusOptions()));
        var page = Page(services, memory);
        await page.RenderAsync("/status/acme/badge.svg");
        Assert.True(memory.Total > 0);

        memory.Release(page);
        await page.RenderAsync("/status/acme/llms.txt");

        Assert.Equal(0, memory.Total);
    }

    private static RenderedPage Page(IServiceProvider services, PreparedBytes memory)
    {
        var page = Pages.With(ComponentStatus.Operational);
        return new RenderedPage(Key, page, new PageDocuments(Key, page, services.GetRequiredService<ComponentMarkup>(), null!), memory);
    }
}
