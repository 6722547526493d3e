using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents;

/// <summary>A comment that customers can read stands on the ticket of an incident, told once, inside the transaction that notes it. Its words are read again from Jira before anything is done with them.</summary>
public sealed record PublicComment(Incident Incident, string CommentId, DateTimeOffset WrittenAt, InstallationSettings Settings);

/// <summary>Asked of every reaction: what is to be done about this comment? Implementations do no I/O.</summary>
public interface ICommentPlanner
{
    IEnumerable<PlannedDelivery> Plan(PublicComment comment);
}

/// <summary>Where words wait for a person to publish them. The screen that people write in fulfils it.</summary>
public interface IWaitingWords
{
    /// <summary>Puts words into somebody's form.</summary>
    /// <param name="account">Account id of who wrote them.</param>
    /// <param name="id">Becomes the id of the update, so that words which come twice are published once.</param>
    /// <param name="before">What was offered earlier, by its id: still in the form and left alone, it gives way.</param>
    Task<Offer> OfferAsync(Incident incident, string account, UpdateId id, string words, IReadOnlyDictionary<UpdateId, string> before, CancellationToken cancellationToken);
}

/// <summary>What became of words that were put into somebody's form.</summary>
public enum Offer
{
    Waits,

    /// <summary>The form holds other words of theirs, which are left alone.</summary>
    FormHoldsOthers,

    /// <summary>The form changed at the same moment: offer them again.</summary>
    NotKept,
}
