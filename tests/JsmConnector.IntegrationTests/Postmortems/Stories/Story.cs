using JsmConnector.Sandbox.Site;
using SiteIssue = JsmConnector.Sandbox.Site.Issue;

namespace JsmConnector.IntegrationTests.Postmortems.Stories;

/// <param name="Minute">After the ticket was created.</param>
/// <param name="IsHeld">The app is expected to refuse it.</param>
public sealed record Scene(int Minute, Func<Task> Act, bool IsHeld = false)
{
    public Scene(int minute, Action act) : this(minute, () => { act(); return Task.CompletedTask; }) { }
}

/// <summary>What people wrote, in the language of the run.</summary>
public delegate string Words(string english, string german);

/// <summary>An incident as it may happen on any site, minute by minute, and what is true of it.</summary>
public abstract class Story
{
    public static IReadOnlyList<Story> All { get; } = [new ShortOutage(), new LongOutage(), new SecurityIncident(), new DataLoss()];

    public abstract string Name { get; }

    public abstract DateTimeOffset Begins { get; }

    /// <summary>What no reader outside may find.</summary>
    public abstract IReadOnlyList<string> Secrets { get; }

    protected PlayedSite Site { get; private set; } = null!;

    protected JiraSite Jira => Site.Jira;

    /// <returns>The ticket, some time after its postmortem was written.</returns>
    public async Task<SiteIssue> PlayAsync(PlayedSite site, bool german)
    {
        Site = site;
        string Say(string inEnglish, string inGerman) => german ? inGerman : inEnglish;
        await site.UntilAsync(Begins);
        var issue = Open(Say);
        await site.SettleAsync();
        foreach (var scene in Scenes(issue, Say))
        {
            await site.UntilAsync(Begins.AddMinutes(scene.Minute));
            if (scene.IsHeld)
                await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(scene.Act);
            else
                await scene.Act();
            await site.SettleAsync();
        }
        await site.PassAsync(TimeSpan.FromHours(1));
        return issue;
    }

    public abstract IReadOnlyList<string> TrueInside(bool german);

    public abstract IReadOnlyList<string> TrueOutside(bool german);

    protected abstract SiteIssue Open(Words say);

    protected abstract IEnumerable<Scene> Scenes(SiteIssue issue, Words say);

    protected static Named Service(string name) => Catalogue.Services.First(service => service.Name == name);
}
