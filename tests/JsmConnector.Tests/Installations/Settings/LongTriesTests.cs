using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Postmortems.Rendering;

namespace JsmConnector.Tests.Installations.Settings;

/// <summary>Each text and template has limits of its own; whoever saves many of them waits for all together.</summary>
public sealed class LongTriesTests
{
    private static readonly InstallationSettings Many = new()
    {
        Words = new WordSettings { Templates = [.. Enumerable.Range(0, 40).Select(number => new TextOfTheSite { Class = "outage", Audience = "customers", About = "investigating", Channel = $"c{number}", Language = "en", Text = "We look into it." })] },
        Postmortems = new PostmortemSettings { OwnTemplates = [.. Enumerable.Range(0, 40).Select(number => new OwnPostmortemTemplate { Name = $"own-{number}", Audience = "internal", Language = "en", Source = "# {{ title }}" })] },
    };

    [Fact]
    public void Texts_are_tried_for_so_long_and_no_longer()
    {
        Assert.Empty(new CheckTexts(Clock(TimeSpan.Zero)).Mistakes(Many));

        var (field, reason, _) = Assert.Single(new CheckTexts(Clock(TimeSpan.FromSeconds(1))).Mistakes(Many));

        Assert.Equal(("words.templates", "Trying the texts takes longer than 20 seconds: 20 of 40 were tried."), (field, reason));
    }

    [Fact]
    public void Templates_are_tried_for_so_long_and_no_longer()
    {
        Assert.Empty(new CheckTemplates(Clock(TimeSpan.Zero)).Mistakes(Many));

        var (field, reason, _) = Assert.Single(new CheckTemplates(Clock(TimeSpan.FromSeconds(1))).Mistakes(Many));

        Assert.Equal(("postmortems.ownTemplates", "Trying the templates takes longer than 20 seconds: 20 of 40 were tried."), (field, reason));
    }

    private static PacedClock Clock(TimeSpan pace) => new(pace);

    /// <summary>Each look at it takes that long.</summary>
    private sealed class PacedClock(TimeSpan pace) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += pace.Ticks;
    }
}
