using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class ClassOfWords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "class",
                table: "incident_updates",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "class",
                table: "incident_updates");
        }
    }
}
