using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class RuledStatus : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "ruled_status",
                table: "incident_components",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_incident_components_ruled_status",
                table: "incident_components",
                sql: "ruled_status in ('Operational','DegradedPerformance','PartialOutage','MajorOutage')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_incident_components_ruled_status",
                table: "incident_components");

            migrationBuilder.DropColumn(
                name: "ruled_status",
                table: "incident_components");
        }
    }
}
