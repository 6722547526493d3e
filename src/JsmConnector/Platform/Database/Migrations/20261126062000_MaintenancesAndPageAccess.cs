using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class MaintenancesAndPageAccess : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "scheduled_for",
                table: "published_incidents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "scheduled_until",
                table: "published_incidents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "maintenances",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    scheduled_for = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scheduled_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    automatic = table.Column<bool>(type: "boolean", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    component_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenances", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_maintenances_stage", "stage in ('Scheduled','InProgress','Verifying','Completed','Cancelled')");
                    table.CheckConstraint("ck_maintenances_window", "scheduled_until > scheduled_for");
                    table.ForeignKey(
                        name: "fk_maintenances_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Planned work of a site, with its window.");

            migrationBuilder.CreateTable(
                name: "page_access_links",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    key_hash = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_access_links", x => new { x.installation_id, x.id });
                    table.ForeignKey(
                        name: "fk_page_access_links_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Keys to pages that are not public; withdrawn ones stay as the record of who could read.");

            migrationBuilder.CreateTable(
                name: "maintenance_updates",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    maintenance_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    author = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_maintenance_updates", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_maintenance_updates_stage", "stage in ('Scheduled','InProgress','Verifying','Completed','Cancelled')");
                    table.ForeignKey(
                        name: "fk_maintenance_updates_maintenances_installation_id_maintenanc",
                        columns: x => new { x.installation_id, x.maintenance_id },
                        principalTable: "maintenances",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Public words about planned work; rows are never changed.");

            migrationBuilder.CreateIndex(
                name: "ix_settings_versions_document",
                table: "settings_versions",
                column: "document")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "jsonb_path_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_published_incidents_maintenance",
                table: "published_incidents",
                columns: new[] { "installation_id", "page_id", "scheduled_for" },
                filter: "scheduled_for is not null");

            migrationBuilder.CreateIndex(
                name: "ix_published_incidents_open",
                table: "published_incidents",
                columns: new[] { "installation_id", "page_id" },
                filter: "resolved_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_maintenance_updates_installation_id_maintenance_id_number",
                table: "maintenance_updates",
                columns: new[] { "installation_id", "maintenance_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_maintenances_open",
                table: "maintenances",
                columns: new[] { "installation_id", "scheduled_for" },
                filter: "stage in ('Scheduled','InProgress','Verifying')");

            migrationBuilder.CreateIndex(
                name: "ix_page_access_links_installation_id_page_id",
                table: "page_access_links",
                columns: new[] { "installation_id", "page_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "maintenance_updates");

            migrationBuilder.DropTable(
                name: "page_access_links");

            migrationBuilder.DropTable(
                name: "maintenances");

            migrationBuilder.DropIndex(
                name: "ix_settings_versions_document",
                table: "settings_versions");

            migrationBuilder.DropIndex(
                name: "ix_published_incidents_maintenance",
                table: "published_incidents");

            migrationBuilder.DropIndex(
                name: "ix_published_incidents_open",
                table: "published_incidents");

            migrationBuilder.DropColumn(
                name: "scheduled_for",
                table: "published_incidents");

            migrationBuilder.DropColumn(
                name: "scheduled_until",
                table: "published_incidents");
        }
    }
}
