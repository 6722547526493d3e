using System.Security.Cryptography;
using System.Text;
using JsmConnector.AtlassianConnect.Client;
using JsmConnector.AtlassianConnect.Documents;
using JsmConnector.Incidents;
using JsmConnector.Platform.Database;

namespace JsmConnector.Tickets.PublicComments;

/// <summary>Whether a comment is one for customers, and what it says. In doubt it is internal. Pure.</summary>
public abstract record CommentForCustomers
{
    /// <summary>What was written before the app was asked to listen, or while it was away for long, is no news any more.</summary>
    public static readonly TimeSpan Oldest = TimeSpan.FromHours(1);

    private CommentForCustomers() { }

    /// <param name="Author">Account id of who wrote it.</param>
    /// <param name="Editor">Account id of who edited it last, when that is somebody else: then the words are not the author's alone.</param>
    /// <param name="WrittenAt">Null when Jira does not say.</param>
    public sealed record Words(string Author, string? Editor, string Text, DateTimeOffset? WrittenAt) : CommentForCustomers;

    public sealed record No(string Because) : CommentForCustomers;

    public static CommentForCustomers Judge(JiraComment? comment, DateTimeOffset now)
    {
        if (comment is null)
            return new No("The comment is gone.");
        if (!comment.IsPublic)
            return new No("The comment is internal.");
        if (comment.CreatedAt < now - Oldest)
            return new No("The comment is older than an hour.");
        if (PersonOf(comment.Author) is not { } author || PersonOf(comment.UpdateAuthor ?? comment.Author) is not { } editor)
            return new No("The comment was not written by a person of the team.");
        var text = TextOf(comment);
        return text.Length == 0 ? new No("The comment has no words.") : new Words(author, editor == author ? null : editor, text, comment.CreatedAt);
    }

    public static string TextOf(JiraComment comment) => AtlassianDocument.Parse(comment.Body).ToPlainText().Trim();

    /// <summary>The same for the same comment, whoever asks and however often.</summary>
    public static UpdateId UpdateOf(InstallationId installation, string comment) => new(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{installation.Value:N}/comment/{comment}")).AsSpan(0, 16)));

    private static string? PersonOf(JiraAccount? account) => account is { AccountId: { Length: > 0 } id, AccountType: not ("app" or "customer") } ? id : null;
}
