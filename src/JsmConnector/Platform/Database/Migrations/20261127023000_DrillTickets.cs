using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class DrillTickets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "drill_tickets",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issue_id = table.Column<string>(type: "text", nullable: true),
                    issue_key = table.Column<string>(type: "text", nullable: true),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: true),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drill_tickets", x => new { x.installation_id, x.id });
                    table.ForeignKey(
                        name: "fk_drill_tickets_installation_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Tickets of tests, until nothing is left of them.");

            migrationBuilder.CreateIndex(
                name: "ix_incidents_drills",
                table: "incidents",
                column: "installation_id",
                filter: "is_drill");

            migrationBuilder.CreateIndex(
                name: "ix_drill_tickets_installation_id_issue_id",
                table: "drill_tickets",
                columns: new[] { "installation_id", "issue_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_drill_tickets_one_at_a_time",
                table: "drill_tickets",
                column: "installation_id",
                unique: true,
                filter: "ended_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "drill_tickets");

            migrationBuilder.DropIndex(
                name: "ix_incidents_drills",
                table: "incidents");
        }
    }
}
