using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class SitesWithoutConnect : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "admin_webhooks",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_secret_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_admin_webhooks", x => x.installation_id);
                    table.ForeignKey(
                        name: "fk_admin_webhooks_installation_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Secrets of signed admin webhooks: one row a site that came through this door. Gone when the site is removed.");

            migrationBuilder.CreateTable(
                name: "manual_postings",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_manual_postings", x => new { x.installation_id, x.incident_id });
                    table.ForeignKey(
                        name: "fk_manual_postings_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Announcements that a person posted in the help center by hand, and whether they were taken out again.");

            migrationBuilder.CreateTable(
                name: "operator_links",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_links", x => x.token_hash);
                },
                comment: "One-time sign-in links of operators, as hashes. Belongs to no site.");

            migrationBuilder.CreateTable(
                name: "operator_sessions",
                columns: table => new
                {
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operator_sessions", x => x.token_hash);
                },
                comment: "Browsers of operators that are signed in, as hashes. Belongs to no site.");

            migrationBuilder.CreateTable(
                name: "site_tokens",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    account = table.Column<string>(type: "character varying(320)", maxLength: 320, nullable: true),
                    token = table.Column<byte[]>(type: "bytea", nullable: false),
                    cloud_id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_tokens", x => x.installation_id);
                    table.CheckConstraint("ck_site_tokens_cloud", "(kind = 'Scoped') = (cloud_id is not null)");
                    table.CheckConstraint("ck_site_tokens_kind", "kind in ('Scoped','Classic','Personal')");
                    table.ForeignKey(
                        name: "fk_site_tokens_installation_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "API tokens by which the app calls sites without Connect and Forge. Gone when the site is removed.");

            migrationBuilder.CreateIndex(
                name: "ix_manual_postings_standing",
                table: "manual_postings",
                column: "installation_id",
                filter: "removed_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "admin_webhooks");

            migrationBuilder.DropTable(
                name: "manual_postings");

            migrationBuilder.DropTable(
                name: "operator_links");

            migrationBuilder.DropTable(
                name: "operator_sessions");

            migrationBuilder.DropTable(
                name: "site_tokens");
        }
    }
}
