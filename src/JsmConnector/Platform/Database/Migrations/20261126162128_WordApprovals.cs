using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class WordApprovals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "word_approvals",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approved_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_word_approvals", x => new { x.installation_id, x.incident_id, x.role, x.hash });
                    table.ForeignKey(
                        name: "fk_word_approvals_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Approvals of words about security and loss of data, bound to the words and to the facts of their moment.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "word_approvals");
        }
    }
}
