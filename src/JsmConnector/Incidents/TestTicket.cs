using JsmConnector.Installations;
using JsmConnector.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace JsmConnector.Incidents;

/// <summary>The ticket of a test (<see cref="TestIncident"/>), from before it is asked for until nothing is left of it: whichever process began it, any other ends it.</summary>
public sealed class TestTicket : ITenantOwned
{
    public required InstallationId InstallationId { get; init; }
    public required Guid Id { get; init; }

    /// <summary>Null: asked for, and Jira has not said that it is made.</summary>
    public string? IssueId { get; set; }
    public string? IssueKey { get; set; }

    /// <summary>The incident that it was, known from the end on: its traces are found by it when the incident itself is gone.</summary>
    public IncidentId? IncidentId { get; set; }
    public required DateTimeOffset BegunAt { get; init; }

    /// <summary>From then on nothing is shown of it, and nothing is begun with it.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Nothing is left to do, neither here nor in Jira.</summary>
    public DateTimeOffset? ClosedAt { get; set; }
}

public sealed class TestTicketMapping : IEntityTypeConfiguration<TestTicket>
{
    public void Configure(EntityTypeBuilder<TestTicket> builder)
    {
        builder.ToTable("drill_tickets", table => table.HasComment("Tickets of tests, until nothing is left of them."));
        builder.HasKey(ticket => new { ticket.InstallationId, ticket.Id });
        builder.Property(ticket => ticket.Id).ValueGeneratedNever();
        builder.HasIndex(ticket => ticket.InstallationId).HasFilter("ended_at is null").IsUnique().HasDatabaseName("ix_drill_tickets_one_at_a_time");
        builder.HasIndex(ticket => new { ticket.InstallationId, ticket.IssueId }).IsUnique();
        builder.HasOne<Installation>().WithMany().HasForeignKey(ticket => ticket.InstallationId);
    }
}
