using JsmConnector.Deliveries;
using JsmConnector.Incidents;
using JsmConnector.IssuePanel.Compose;

namespace JsmConnector.IssuePanel;

/// <summary>What an agent sees beside a ticket.</summary>
public abstract record IssuePanelModel
{
    private IssuePanelModel() { }

    /// <summary>The ticket is an incident; this is what the world sees of it.</summary>
    public sealed record Public : IssuePanelModel
    {
        public required DateTimeOffset Now { get; init; }
        public required string Title { get; init; }
        public required Stage Stage { get; init; }
        public required Severity Severity { get; init; }
        public required DateTimeOffset StartedAt { get; init; }
        public required DateTimeOffset? NextUpdateAt { get; init; }
        public required bool IsPublished { get; init; }

        /// <summary>Why it was withdrawn.</summary>
        public required string? EndedBecause { get; init; }

        /// <summary>With their state now, over all incidents.</summary>
        public required IReadOnlyList<PanelComponent> Components { get; init; }

        /// <summary>Newest first.</summary>
        public required IReadOnlyList<PanelUpdate> Updates { get; init; }

        /// <summary>The last delivery to each destination.</summary>
        public required IReadOnlyList<PanelDelivery> Deliveries { get; init; }
        /// <summary>Of the last update, audience by audience.</summary>
        public IReadOnlyList<HeardLine> Heard { get; init; } = [];
        public PanelLead Lead { get; init; } = new(false, false, null);
        public required PanelPostmortem? Postmortem { get; init; }
        public required string? StatusPageUrl { get; init; }

        /// <summary>Past incidents of the same components: what was learned then may help now.</summary>
        public IReadOnlyList<PanelSimilar> Similar { get; init; } = [];

        /// <summary>Null when the reader may not write, or there is nothing to write about.</summary>
        public ComposerModel? Composer { get; init; }
        public PanelMessage? Message { get; init; }
    }

    /// <param name="Because">Continues "This ticket is not an incident, because …".</param>
    public sealed record NotAnIncident(string Because) : IssuePanelModel;

    /// <summary>Jira has told nothing about the ticket since the app was installed.</summary>
    public sealed record Unknown : IssuePanelModel;
}

/// <param name="Status">As the page shows it: the worst that any open incident or planned work says.</param>
/// <param name="IsHeldElsewhere">Whether that is worse than what this incident says, so that its own words do not change it.</param>
public sealed record PanelComponent(string Name, ComponentStatus Status, bool IsHeldElsewhere = false);

public sealed record PanelUpdate(string Id, Stage Stage, string Words, DateTimeOffset PublishedAt, bool IsCorrection)
{
    public static PanelUpdate Of(IncidentUpdate update) => new(update.Id.Public(), update.Stage, update.CustomerWords, update.PublishedAt, update.CorrectionOf is not null);
}

public sealed record PanelDelivery(
    string Where, DeliveryState State, int Attempts, string? Reason, DateTimeOffset DueAt, DateTimeOffset At)
{
    public Guid Id { get; init; }
}

/// <param name="Shared">What both have in common.</param>
public sealed record PanelSimilar(string Key, string Url, string? Summary, DateTimeOffset At, string Shared);

/// <param name="Url">Where it is read, or asked for; null while only the app holds it.</param>
public sealed record PanelPostmortem(string State, string? Url)
{
    public bool IsOffered { get; init; }

    /// <summary>Actions that are not done; how many of them are late.</summary>
    public (int Open, int Overdue) Actions { get; init; }
}
