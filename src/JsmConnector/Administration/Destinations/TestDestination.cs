using JsmConnector.Administration.Words;
using JsmConnector.Deliveries;
using JsmConnector.Incidents.Wording;
using JsmConnector.Installations.Settings;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.StatusPages;
using JsmConnector.StatusPages.Upkeep;

namespace JsmConnector.Administration.Destinations;

/// <summary>Tries a page or a channel as it stands in the form, saved or not. A page is only looked at; a channel gets one message that says it is a test.</summary>
public sealed class TestDestination(IEnumerable<IPageUpkeep> upkeeps, IEnumerable<IStatusPageProvider> providers, SendTest send, TestLimit limit, TimeProvider clock)
{
    public async Task<Done> OfAsync(InstallationId site, StatusPageSettings page, CancellationToken cancellationToken)
    {
        if (page.Provider == StatusPageSettings.BuiltIn.Provider)
            return new Done(Tone.Good, "The built-in page needs no connection.");
        if (upkeeps.FirstOrDefault(upkeep => upkeep.Provider == page.Provider && upkeep.ListsForeign) is { } upkeep)
        {
            var (_, failure) = await upkeep.ListForeignAsync(page, cancellationToken);
            return failure is null ? new Done(Tone.Good, "The page answers, and takes the key. Readers see nothing of this test.") : new Done(Tone.Major, "The page could not be reached: {0}", failure);
        }
        // A ping is a call to an address of the form's, like a message.
        if (limit.Refuse(site, 1) is { } refused)
            return refused;
        var answer = await (providers.FirstOrDefault(provider => provider.Name == page.Provider)?.PingAsync(page, cancellationToken) ?? Task.FromResult<DeliveryOutcome?>(null));
        if (answer is null)
            limit.GiveBack(site, 1);
        return answer switch
        {
            null => new Done(Tone.Neutral, "This kind of page cannot be tried without a real word."),
            DeliveryOutcome.Delivered => new Done(Tone.Good, "The page answers, and takes the key. Readers see nothing of this test."),
            { } outcome => new Done(Tone.Major, "The page could not be reached: {0}", SendTest.Why(outcome)),
        };
    }

    public Task<Done> OfAsync(InstallationId site, InstallationSettings wanted, string channel, CancellationToken cancellationToken)
    {
        var (telling, _) = SampleIncident.Of(site, IncidentClasses.General, "investigating", false, clock.GetUtcNow());
        var choice = new TextChoice(IncidentClasses.General, AudienceSettings.Customers, "investigating", "", Platform.Languages.Language.Fallback);
        const string words = "This is a test of the connection. Nothing is wrong.";
        return send.ToAsync(wanted, channel, SampleNotice.Of(telling, choice, words, words), cancellationToken);
    }
}
