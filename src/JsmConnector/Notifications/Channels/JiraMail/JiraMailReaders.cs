using JsmConnector.Installations.Settings;

namespace JsmConnector.Notifications.Channels.JiraMail;

/// <summary>Whom an entry names, one reader a line of the ledger: a group that vanished fails alone. Pure.</summary>
internal static class JiraMailReaders
{
    public const string Group = "group", Role = "role", User = "user", Ticket = "ticket";
    public const int Most = 50;

    /// <summary>Who reported or watches may be a customer, and what is sent is for people of the house.</summary>
    public static readonly string[] People = ["assignee"];

    private static readonly (string Option, string Kind)[] Options = [("groups", Group), ("roles", Role), ("users", User), ("ticket", Ticket)];

    public static IReadOnlyList<string> Of(ChannelSettings settings) =>
    [
        .. from option in Options
           from name in (settings.Options?.GetValueOrDefault(option.Option) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)
           select $"{option.Kind}:{(option.Kind == Ticket ? name.ToLowerInvariant() : name)}",
    ];

    /// <summary>As Jira wants its recipients; a role is its members, asked for before.</summary>
    public static object To(string kind, string name) => kind switch
    {
        Group => new { groups = new[] { new { name } } },
        User => new { users = new[] { new { accountId = name } } },
        _ => new Dictionary<string, bool> { [name] = true },
    };
}
