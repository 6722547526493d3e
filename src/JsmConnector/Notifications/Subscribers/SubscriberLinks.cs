namespace JsmConnector.Notifications.Subscribers;

/// <summary>Addresses below a page that stand for one subscriber. Pure.</summary>
public sealed record SubscriberLinks(string Page, string Manage, string Unsubscribe)
{
    public static SubscriberLinks Of(string page, string seed) =>
        new(page, $"{page}/updates/manage?token={SubscriberTokens.Of(seed, SubscriberTokens.Manage)}", $"{page}/updates/unsubscribe?token={SubscriberTokens.Of(seed, SubscriberTokens.Unsubscribe)}");

    public string Confirm(string seed, DateTimeOffset askedAt) => $"{Page}/updates/confirm?token={SubscriberTokens.OfQuestion(seed, askedAt)}";
}
