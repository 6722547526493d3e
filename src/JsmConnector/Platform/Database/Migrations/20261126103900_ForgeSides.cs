using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class ForgeSides : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "event_source",
                table: "installations",
                type: "character varying(20)",
                maxLength: 20,
                nullable: false,
                defaultValue: "Connect");

            migrationBuilder.AddColumn<string>(
                name: "joined_forge_installation",
                table: "installations",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            // Sites that an operator added by hand have their events from the signed webhook.
            migrationBuilder.Sql("update installations set event_source = 'SignedWebhook' where shared_secret is null and id in (select installation_id from admin_webhooks)");

            migrationBuilder.CreateTable(
                name: "forge_sides",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    forge_installation = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    cloud_id = table.Column<string>(type: "character varying(36)", maxLength: 36, nullable: false),
                    environment = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    system_token = table.Column<byte[]>(type: "bytea", nullable: true),
                    token_received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_called_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refused_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    gone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_forge_sides", x => x.installation_id);
                    table.ForeignKey(
                        name: "fk_forge_sides_installation_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Sites that installed the custom Forge app: one row a site, with the newest system token.");

            migrationBuilder.CreateIndex(
                name: "ix_installations_joined_forge_installation",
                table: "installations",
                column: "joined_forge_installation",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_installations_event_source",
                table: "installations",
                sql: "event_source in ('Connect','Forge','SignedWebhook')");

            migrationBuilder.CreateIndex(
                name: "ix_forge_sides_cloud_id",
                table: "forge_sides",
                column: "cloud_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_forge_sides_forge_installation",
                table: "forge_sides",
                column: "forge_installation",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "forge_sides");

            migrationBuilder.DropIndex(
                name: "ix_installations_joined_forge_installation",
                table: "installations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_installations_event_source",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "event_source",
                table: "installations");

            migrationBuilder.DropColumn(
                name: "joined_forge_installation",
                table: "installations");
        }
    }
}
