using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class PublicationsAndActions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "account",
                table: "published_incidents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "account_at",
                table: "published_incidents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "corrections",
                table: "postmortems",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seconds_to_acknowledge",
                table: "postmortems",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seconds_to_first_word",
                table: "postmortems",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "seconds_to_resolve",
                table: "postmortems",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "postmortem_actions",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    is_priority = table.Column<bool>(type: "boolean", nullable: false),
                    project_key = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    issue_type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    goal_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    sending_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    issue_id = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    issue_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    is_linked = table.Column<bool>(type: "boolean", nullable: false),
                    problem = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    status = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    owner_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    is_done = table.Column<bool>(type: "boolean", nullable: false),
                    is_gone = table.Column<bool>(type: "boolean", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reminded = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postmortem_actions", x => new { x.installation_id, x.incident_id, x.id });
                    table.CheckConstraint("ck_postmortem_actions_kind", "kind in ('Prevent','Detect','Mitigate','Process')");
                    table.ForeignKey(
                        name: "fk_postmortem_actions_postmortems_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "postmortems",
                        principalColumns: new[] { "installation_id", "incident_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What people decided to change after incidents; each becomes one Jira issue.");

            migrationBuilder.CreateTable(
                name: "postmortem_publications",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    document = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    wish = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    overwrite = table.Column<bool>(type: "boolean", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    problem = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    remote_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    remote_version = table.Column<int>(type: "integer", nullable: true),
                    remote_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    sending_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    title = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    asked_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postmortem_publications", x => new { x.installation_id, x.incident_id, x.target });
                    table.CheckConstraint("ck_postmortem_publications_state", "state in ('Waiting','Draft','Published','Withdrawn','Held','Changed','Failed','NotWanted')");
                    table.CheckConstraint("ck_postmortem_publications_wish", "wish in ('Draft','Published','Withdrawn')");
                    table.ForeignKey(
                        name: "fk_postmortem_publications_postmortems_installation_id_inciden",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "postmortems",
                        principalColumns: new[] { "installation_id", "incident_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Where documents of postmortems stand outside the app, or should: one row a place.");

            migrationBuilder.CreateIndex(
                name: "ix_postmortems_newest",
                table: "postmortems",
                columns: new[] { "installation_id", "resolved_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_postmortem_actions_open",
                table: "postmortem_actions",
                column: "goal_at",
                filter: "not is_done and not is_gone");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "postmortem_actions");

            migrationBuilder.DropTable(
                name: "postmortem_publications");

            migrationBuilder.DropIndex(
                name: "ix_postmortems_newest",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "account",
                table: "published_incidents");

            migrationBuilder.DropColumn(
                name: "account_at",
                table: "published_incidents");

            migrationBuilder.DropColumn(
                name: "corrections",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "seconds_to_acknowledge",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "seconds_to_first_word",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "seconds_to_resolve",
                table: "postmortems");
        }
    }
}
