using System.Globalization;

namespace JsmConnector.Platform.Database.Embedded;

/// <summary>How to run PostgreSQL's programs, which refuse to run as root.</summary>
public abstract record RunAs
{
    /// <summary>Words to put before a command.</summary>
    public abstract IReadOnlyList<string> Prefix { get; }

    public sealed record Direct : RunAs
    {
        public override IReadOnlyList<string> Prefix => [];
    }

    /// <summary>Inside, root is seen as the given user; outside, all files stay root's and no account is needed.</summary>
    public sealed record UserNamespace(int UserId, int GroupId) : RunAs
    {
        public override IReadOnlyList<string> Prefix =>
            ["unshare", "--user", string.Create(CultureInfo.InvariantCulture, $"--map-user={UserId}"),
                string.Create(CultureInfo.InvariantCulture, $"--map-group={GroupId}"), "--"];
    }

    /// <summary>The cluster and the socket folder must belong to the account.</summary>
    public sealed record OtherAccount(Account Account) : RunAs
    {
        // Not runuser: it stays between us and the server as a process of its own.
        public override IReadOnlyList<string> Prefix =>
            ["setpriv", string.Create(CultureInfo.InvariantCulture, $"--reuid={Account.UserId}"),
                string.Create(CultureInfo.InvariantCulture, $"--regid={Account.GroupId}"), "--clear-groups", "--"];
    }

    public sealed record Impossible(string Message) : RunAs
    {
        public override IReadOnlyList<string> Prefix => throw new InvalidOperationException(Message);
    }
}

public sealed record Account(string Name, int UserId, int GroupId);

public static class Unprivileged
{
    public static RunAs Decide(bool isRoot, bool canUseNamespace, IReadOnlyList<Account> accounts, bool hasSetpriv)
    {
        if (!isRoot)
            return new RunAs.Direct();
        if (canUseNamespace && ForNamespace(accounts) is { } mapped)
            return new RunAs.UserNamespace(mapped.UserId, mapped.GroupId);
        if (hasSetpriv && First(accounts, "postgres", "nobody") is { } account)
            return new RunAs.OtherAccount(account);
        return new RunAs.Impossible(
            "PostgreSQL refuses to run as root, and this machine offers neither user namespaces (unshare) nor an unprivileged account to switch to "
            + "(setpriv, with the account postgres or nobody). Start the app as an ordinary user, or set ConnectionStrings__Postgres.");
    }

    /// <summary>initdb asks for the name of its user, so the number that root is seen as must have one.</summary>
    public static Account? ForNamespace(IReadOnlyList<Account> accounts) =>
        First(accounts, "postgres", "daemon", "nobody") ?? accounts.FirstOrDefault(account => account.UserId != 0);

    public static IReadOnlyList<Account> Accounts(string passwd) =>
        [.. passwd.Split('\n')
            .Select(line => line.Split(':'))
            .Where(fields => fields.Length >= 4)
            .Select(fields => int.TryParse(fields[2], CultureInfo.InvariantCulture, out var user) && int.TryParse(fields[3], CultureInfo.InvariantCulture, out var group)
                ? new Account(fields[0], user, group) : null)
            .OfType<Account>()];

    private static Account? First(IReadOnlyList<Account> accounts, params string[] names) =>
        names.Select(name => accounts.FirstOrDefault(account => account.Name == name && account.UserId != 0)).FirstOrDefault(account => account is not null);
}
