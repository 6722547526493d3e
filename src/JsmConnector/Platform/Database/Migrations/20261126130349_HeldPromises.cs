using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class HeldPromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "communication_lead",
                table: "incidents",
                type: "character varying(128)",
                maxLength: 128,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "held_promises",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    step = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    holding_posts = table.Column<int>(type: "integer", nullable: false),
                    look_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_promises", x => new { x.installation_id, x.incident_id, x.audience });
                    table.CheckConstraint("ck_held_promises_holding_posts", "holding_posts >= 0");
                    table.CheckConstraint("ck_held_promises_step", "step in ('Standing','Reminded','Due','Commander','Manager','Executive')");
                    table.ForeignKey(
                        name: "fk_held_promises_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Promises of the next update that stand, one an incident and audience, and how far their ladder was climbed.");

            migrationBuilder.CreateIndex(
                name: "ix_held_promises_look_at",
                table: "held_promises",
                column: "look_at",
                filter: "look_at is not null");

            // What was promised before this version stands too.
            migrationBuilder.Sql("""
                insert into held_promises (installation_id, incident_id, audience, made_at, due_at, step, holding_posts, look_at)
                select installation_id, id, 'customers', next_update_at - interval '20 minutes', next_update_at, 'Standing', 0, next_update_at - interval '10 minutes'
                from incidents where next_update_at is not null
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "held_promises");

            migrationBuilder.DropColumn(
                name: "communication_lead",
                table: "incidents");
        }
    }
}
