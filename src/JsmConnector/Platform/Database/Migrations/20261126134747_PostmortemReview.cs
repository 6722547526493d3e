using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class PostmortemReview : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_postmortem_versions_reason",
                table: "postmortem_versions");

            migrationBuilder.AddColumn<List<string>>(
                name: "cause_categories",
                table: "postmortems",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<List<string>>(
                name: "contributing_factors",
                table: "postmortems",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "reminded",
                table: "postmortems",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "None");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "review_due_at",
                table: "postmortems",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "waiver",
                table: "postmortems",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "postmortem_approvals",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postmortem_approvals", x => new { x.installation_id, x.incident_id, x.number, x.by });
                    table.ForeignKey(
                        name: "fk_postmortem_approvals_postmortem_versions_installation_id_in",
                        columns: x => new { x.installation_id, x.incident_id, x.number },
                        principalTable: "postmortem_versions",
                        principalColumns: new[] { "installation_id", "incident_id", "number" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Who agreed to which version of a postmortem. Bound to the text: a new version has none.");

            migrationBuilder.CreateIndex(
                name: "ix_postmortems_review_due",
                table: "postmortems",
                column: "review_due_at",
                filter: "state in ('Draft','InReview')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_postmortem_versions_reason",
                table: "postmortem_versions",
                sql: "reason in ('Generated','Refreshed','Edited','Restored')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "postmortem_approvals");

            migrationBuilder.DropIndex(
                name: "ix_postmortems_review_due",
                table: "postmortems");

            migrationBuilder.DropCheckConstraint(
                name: "ck_postmortem_versions_reason",
                table: "postmortem_versions");

            migrationBuilder.DropColumn(
                name: "cause_categories",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "contributing_factors",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "reminded",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "review_due_at",
                table: "postmortems");

            migrationBuilder.DropColumn(
                name: "waiver",
                table: "postmortems");

            migrationBuilder.AddCheckConstraint(
                name: "ck_postmortem_versions_reason",
                table: "postmortem_versions",
                sql: "reason in ('Generated','Refreshed','Edited','Restored','Moved')");
        }
    }
}
