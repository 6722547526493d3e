using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class PostmortemVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "people_wrote_external",
                table: "postmortems",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "people_wrote_internal",
                table: "postmortems",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "regions",
                table: "postmortems",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "version",
                table: "postmortems",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "postmortem_versions",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    author = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    internal_markdown = table.Column<string>(type: "text", nullable: false),
                    external_markdown = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postmortem_versions", x => new { x.installation_id, x.incident_id, x.number });
                    table.CheckConstraint("ck_postmortem_versions_reason", "reason in ('Generated','Refreshed','Edited','Restored','Moved')");
                    table.ForeignKey(
                        name: "fk_postmortem_versions_postmortems_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "postmortems",
                        principalColumns: new[] { "installation_id", "incident_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Every version of every postmortem: who wrote what, when and why. Rows are only added.");

            // What was written before there were versions is the first one. Nobody could edit it yet.
            migrationBuilder.Sql("""
                insert into postmortem_versions (installation_id, incident_id, number, reason, at, state, internal_markdown, external_markdown)
                select installation_id, incident_id, 1, 'Generated', generated_at, state, coalesce(internal_markdown, ''), coalesce(external_markdown, '')
                from postmortems where generated_at is not null;
                update postmortems set version = 1 where generated_at is not null;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "postmortem_versions");

            migrationBuilder.DropColumn(
                name: "people_wrote_external",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "people_wrote_internal",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "regions",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "version",
                table: "postmortems");
        }
    }
}
