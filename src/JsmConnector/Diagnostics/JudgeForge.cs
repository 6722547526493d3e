using JsmConnector.Installations.Forge;
using JsmConnector.Platform.Html;

namespace JsmConnector.Diagnostics;

/// <summary>The Forge side of a site: does Forge call, and is the token for calls back fresh? Pure.</summary>
public static class JudgeForge
{
    public static IEnumerable<Finding> Judge(DiagnosticFacts facts) => facts.Forge is { } forge
        ? [Calls(forge, facts.Now), Token(forge, facts.Now)]
        : [];

    private static Finding Calls(ForgeReading forge, DateTimeOffset now) => forge switch
    {
        { GoneAt: { } gone } => new("forge", "Forge", Tone.Major, new("Jira has refused the app's token for a day; since {0} it counts as uninstalled.", gone), "Install the app again: forge install. Everything it held comes back with its first call."),
        { ExpectedApp: null } => new("forge", "Forge", Tone.Major, "No Forge app is configured, so every call of Forge is refused.", "Ask the operator to set Atlassian__ForgeAppId and Atlassian__ForgeEnvironment."),
        _ => new("forge", "Forge", Tone.Good, new("{0} in {1} called {2} ago.", forge.ExpectedApp, forge.Environment, now - forge.LastCalledAt)),
    };

    private static Finding Token(ForgeReading forge, DateTimeOffset now) => forge.TokenReceivedAt switch
    {
        null => new("system-token", "Forge token", Tone.Degraded, "None has come.", "Check that the manifest asks for read:app-system-token and read:jira-work, deploy it, and let an administrator accept the scopes (forge install --upgrade)."),
        { } at when forge.RefusedSince is { } since => new("system-token", "Forge token", Tone.Major, new("Received {0} ago; Jira has refused it for {1}.", now - at, now - since), "Look whether the app is still installed under Apps → Manage apps. After a day of this it counts as uninstalled."),
        { } at when now - at > WatchForgeSides.TokenIsOld => new("system-token", "Forge token", Tone.Degraded, new("Received {0} ago: Forge's hourly call does not arrive.", now - at), "Ask the operator whether /forge/refresh can be reached from outside; forge logs shows what Forge met."),
        { } at => new("system-token", "Forge token", Tone.Good, new("Received {0} ago.", now - at)),
    };
}
