using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class UpdateDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "update_drafts",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    form = table.Column<Guid>(type: "uuid", nullable: false),
                    last_read = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    promise = table.Column<string>(type: "text", nullable: false),
                    minutes = table.Column<string>(type: "text", nullable: false),
                    correction_of = table.Column<string>(type: "text", nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_update_drafts", x => new { x.installation_id, x.incident_id, x.account });
                    table.CheckConstraint("ck_update_drafts_stage", "stage in ('Investigating','Identified','Monitoring','Resolved')");
                    table.ForeignKey(
                        name: "fk_update_drafts_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Updates that somebody is writing: one row a writer and incident, gone when published, discarded or a day old.");

            migrationBuilder.CreateIndex(
                name: "ix_update_drafts_old",
                table: "update_drafts",
                columns: new[] { "installation_id", "saved_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "update_drafts");
        }
    }
}
