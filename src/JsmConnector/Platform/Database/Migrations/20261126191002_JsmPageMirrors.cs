using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class JsmPageMirrors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "jsm_page_mirrors",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    destination_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    page_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    applied_update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sending_update_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jsm_page_mirrors", x => new { x.installation_id, x.incident_id, x.destination_id, x.page_id });
                    table.ForeignKey(
                        name: "fk_jsm_page_mirrors_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What a status page of Jira Service Management is known to say of an incident.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "jsm_page_mirrors");
        }
    }
}
