using System.Security.Cryptography;
using System.Text;
using JsmConnector.Deliveries;
using JsmConnector.Installations.Settings;

namespace JsmConnector.Incidents.Publications;

/// <summary>The state in which a document should be at a place.</summary>
public enum PublicationWish
{
    /// <summary>There, and seen by nobody but its owners.</summary>
    Draft,
    Published,

    /// <summary>No longer to be read.</summary>
    Withdrawn,
}

/// <summary>One document of one incident at one place.</summary>
public sealed record PublicationTask
{
    public required DeliveryAttempt Attempt { get; init; }

    /// <summary>The place: its kind and, where there are several of a kind, its id in the settings (`statuspage:sp`).</summary>
    public required string Target { get; init; }
    public required IncidentId IncidentId { get; init; }
    public required string IssueId { get; init; }
    public required string IssueKey { get; init; }
    public required InstallationSettings Settings { get; init; }
    public required PublicationWish Wish { get; init; }
    public required PublicationDocument Document { get; init; }
    public required PublicationMemory Memory { get; init; }

    /// <summary>A person has seen that others changed it there and wants ours.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Where the incident's documents can be read already, best first; internal addresses among them.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>The part of <see cref="Target"/> behind the kind.</summary>
    public string PlaceId => Target[(Target.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <param name="Markdown">Without the marks of the app's own parts.</param>
public sealed record PublicationDocument(string Title, string Markdown)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Title}\n{Markdown}")))[..16];
}

/// <summary>What is known of the remote side. It spares calls and tells people's edits from ours; a repeat is harmless without it.</summary>
public sealed record KnownPublication
{
    public static KnownPublication Nothing { get; } = new();
    public string? RemoteId { get; init; }

    /// <summary>Version of the remote document after our last write.</summary>
    public int? RemoteVersion { get; init; }

    /// <summary>Hash of the remote text after our last write, as the place returned it.</summary>
    public string? RemoteHash { get; init; }

    /// <summary><see cref="PublicationDocument.Hash"/> of what we wrote last.</summary>
    public string? Hash { get; init; }

    /// <summary>Noted before a write. While it is set, the write may have been carried out unseen.</summary>
    public string? SendingHash { get; init; }

    /// <summary>Fixed before the first write, so that a lost answer can be searched for by it.</summary>
    public string? Title { get; init; }
    public string? Url { get; init; }
}

/// <summary>Keeps what a target learns, at once: what stands there is better known than searched for again.</summary>
public sealed class PublicationMemory(KnownPublication known, Func<KnownPublication, Task> keep)
{
    public KnownPublication Known { get; private set; } = known;

    public async Task KeepAsync(KnownPublication now)
    {
        await keep(now);
        Known = now;
    }
}
