using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class WordsAndAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "answers",
                table: "update_drafts",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "communication_lead_name",
                table: "incidents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "about",
                table: "incident_updates",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "answers",
                table: "incident_updates",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "other_words",
                table: "incident_updates",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'{}'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "answers",
                table: "update_drafts");

            migrationBuilder.DropColumn(
                name: "communication_lead_name",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "about",
                table: "incident_updates");

            migrationBuilder.DropColumn(
                name: "answers",
                table: "incident_updates");

            migrationBuilder.DropColumn(
                name: "other_words",
                table: "incident_updates");
        }
    }
}
