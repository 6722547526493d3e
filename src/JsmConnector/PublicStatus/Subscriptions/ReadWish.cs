using System.Globalization;
using System.Text.Json;
using JsmConnector.Notifications.Subscribers;

namespace JsmConnector.PublicStatus.Subscriptions;

/// <summary>What a reader wants, from a form or from the JSON that Statuspage's readers send. Unknown parts of the page are left out. Pure.</summary>
public static class ReadWish
{
    public static SubscriptionChoice Choice(IFormCollection form, PublicPage page)
    {
        var scopes = Known(form["scope"], page);
        var (incidents, maintenance) = (form["incidents"].Count > 0, form["maintenance"].Count > 0);
        var least = int.TryParse(form["least"], NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level is >= 1 and <= 4 ? level : 4;
        // Nothing at all is no subscription: then it is everything.
        return new SubscriptionChoice(scopes, incidents || !maintenance, maintenance || !incidents, least, form["briefly"].Count > 0);
    }

    /// <summary>`{"subscriber":{"email":…}}`, or an endpoint.</summary>
    public static (string Kind, string? Address, SubscriptionChoice Choice)? Json(JsonElement body, PublicPage page)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("subscriber", out var subscriber) || subscriber.ValueKind != JsonValueKind.Object)
            return null;
        string? Text(string name) => subscriber.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        var scopes = subscriber.TryGetProperty("component_ids", out var ids) && ids.ValueKind == JsonValueKind.Array
            ? Known(ids.EnumerateArray().Where(id => id.ValueKind == JsonValueKind.String).Select(id => id.GetString()), page)
            : null;
        var choice = SubscriptionChoice.Everything with { Scopes = scopes };
        return Text("endpoint") is { } endpoint ? ("webhook", endpoint, choice) : ("email", Text("email"), choice);
    }

    private static IReadOnlyList<string>? Known(IEnumerable<string?> ids, PublicPage page)
    {
        var parts = page.Components.Select(component => component.Row.PublicId).Concat(page.Groups.SelectMany(group => group.SelfAndBelow).Select(group => group.Id)).ToHashSet(StringComparer.Ordinal);
        List<string> known = [.. ids.OfType<string>().Where(parts.Contains).Distinct(StringComparer.Ordinal)];
        return known.Count == 0 ? null : known;
    }
}
