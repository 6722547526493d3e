using JsmConnector.Platform.Database;

namespace JsmConnector.Notifications.Readers;

/// <summary>What the holder of a link may know of what they are told.</summary>
public sealed record OwnReading(string Audience, string Address, string Language, bool HasLeft, int LeastSeverity, bool Briefly) : IPublicData;

/// <summary>What people of an audience can do by themselves; a token stands for the person.</summary>
public interface IReaderDesk : IPublicData
{
    /// <returns>Null when the token is for something else, or the site is gone.</returns>
    Task<OwnReading?> FindAsync(string purpose, string? token, CancellationToken cancellationToken);

    /// <summary>True also the second time.</summary>
    Task<bool> LeaveAsync(string purpose, string? token, CancellationToken cancellationToken);

    /// <summary>Also brings back who had left.</summary>
    Task<bool> ChooseAsync(string? token, int leastSeverity, bool briefly, CancellationToken cancellationToken);
}
