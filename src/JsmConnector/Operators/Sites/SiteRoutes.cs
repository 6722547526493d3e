using System.Globalization;
using JsmConnector.Incidents;
using JsmConnector.Installations;
using JsmConnector.Installations.AdminWebhooks;
using JsmConnector.Installations.Settings;
using JsmConnector.Operators.SignIn;
using JsmConnector.Platform.Database;
using JsmConnector.Platform.Html;
using JsmConnector.PortalAnnouncements.Assisted;

namespace JsmConnector.Operators.Sites;

/// <summary>`/operator/sites/{installation}` and its forms. Every form answers with the page and one sentence about what it did.</summary>
public static class SiteRoutes
{
    private const string Author = "operator";

    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet("", (HttpContext context, LoadSite load, CancellationToken token) => load.PageAsync(context, null, token)).RequireOperator();
        ShowSitePostmortem.Map(site);
        ShowSiteDiagnostics.Map(site);
        Post(site, "/secret", RotateAsync);
        Post(site, "/token", SaveTokenAsync);
        Post(site, "/test", TestAsync);
        Post(site, "/announcements", AnnounceAsync);
        Post(site, "/decisions", (services, form, token) => services.GetRequiredService<DecideSite>().DecideAsync(form, token));
        Post(site, "/settings", SaveSettingsAsync);
        Post(site, "/remove", RemoveAsync);
    }

    private static void Post(RouteGroupBuilder site, string path, Func<IServiceProvider, IFormCollection, CancellationToken, Task<SiteNews>> act) =>
        site.MapPost(path, async (HttpContext context, LoadSite load, CancellationToken token) =>
            await load.PageAsync(context, await act(context.RequestServices, await context.Request.ReadFormAsync(token), token), token)).RequireOperator();

    private static async Task<SiteNews> RotateAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        var change = services.GetRequiredService<ChangeSite>();
        if (form["decision"] == "forget")
            return await change.ForgetPreviousAsync(token)
                ? new SiteNews(Tone.Good, "The old secret counts no more.")
                : new SiteNews(Tone.Neutral, "There is no old secret.");
        return await change.RotateAsync(token) is { } secret
            ? new SiteNews(Tone.Good, "There is a new secret. The old one counts for 24 hours beside it: enter the new one in Jira until then.") { Secret = secret }
            : new SiteNews(Tone.Major, "This site has no signed webhook.");
    }

    private static async Task<SiteNews> SaveTokenAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        if (!Enum.TryParse<SiteTokenKind>(form["kind"].ToString(), out var kind) || !Enum.IsDefined(kind))
            return new SiteNews(Tone.Major, "Choose which kind of token it is.");
        if (await services.GetRequiredService<SaveSiteToken>().SaveAsync(kind, form["account"].ToString(), form["token"].ToString(), token) is { } problem)
            return new SiteNews(Tone.Major, problem);
        var tested = await services.GetRequiredService<TestConnection>().RunAsync(token);
        return new SiteNews(tested.Works ? Tone.Good : Tone.Degraded, $"The token is stored. {tested.Text}");
    }

    private static async Task<SiteNews> TestAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        var tested = await services.GetRequiredService<TestConnection>().RunAsync(token);
        return new SiteNews(tested.Works ? Tone.Good : Tone.Degraded, tested.Text);
    }

    private static async Task<SiteNews> AnnounceAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        var announcements = services.GetRequiredService<PostByHand>();
        if (!Guid.TryParse(form["incident"].ToString(), out var incident))
            return new SiteNews(Tone.Major, "The form names no incident. Open the page again.");
        if (form["decision"] == "removed")
        {
            await announcements.RemovedAsync(new IncidentId(incident), token);
            return new SiteNews(Tone.Good, "Noted: the announcement is out of the help center.");
        }
        await announcements.PostedAsync(new IncidentId(incident), form["text"].ToString(), token);
        return new SiteNews(Tone.Good, "Noted: the announcement stands in the help center. It comes back here when there are newer words, and when it must be taken out.");
    }

    private static async Task<SiteNews> SaveSettingsAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        var site = services.GetRequiredService<TenantScope>().Current;
        var typed = services.GetRequiredService<SealedDocuments>().Read(site, Author, form, "settings");
        if (typed.Read() is not SettingsRead.Understood(var wanted))
            return NotSaved(typed, typed.Read() is SettingsRead.NotUnderstood(var field, var reason, var mend) ? $"{field}: {reason} {mend}" : "");
        if (!int.TryParse(form["version"].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            return NotSaved(typed, "The form names no version. Open the page again and change what is there.");
        return await services.GetRequiredService<SaveSettings>().SaveAsync(site, wanted, version, Author, token) switch
        {
            SettingsSaved.Saved => new SiteNews(Tone.Good, "The settings are saved and count from now on."),
            SettingsSaved.Outdated => NotSaved(typed, "Somebody saved these settings meanwhile. Copy your change, open the page again and repeat it; secrets that you typed must be typed once more."),
            SettingsSaved.Refused(var mistakes) => NotSaved(typed, string.Join(" ", mistakes.Select(mistake => $"{mistake.Field}: {mistake.Reason} {mistake.Mend}"))),
            _ => throw new InvalidOperationException("A save has one of three results."),
        };
    }

    private static SiteNews NotSaved(TypedDocument typed, string why) => new(Tone.Major, $"Nothing was saved. {why}") { TypedSettings = typed };

    private static async Task<SiteNews> RemoveAsync(IServiceProvider services, IFormCollection form, CancellationToken token)
    {
        var site = await services.GetRequiredService<SiteOfCaller>().FindAsync(token);
        if (site is null || form["name"].ToString().Trim() != site.ShortName)
            return new SiteNews(Tone.Major, $"Nothing was removed. Type the name {site?.ShortName} to confirm.");
        return await services.GetRequiredService<ChangeSite>().RemoveAsync(token)
            ? new SiteNews(Tone.Neutral, "The site is removed: its secret and its token are erased, its incidents stay. Delete the webhook in Jira as well.")
            : new SiteNews(Tone.Major, "This site did not come through a signed webhook. Remove it in Jira.");
    }
}
