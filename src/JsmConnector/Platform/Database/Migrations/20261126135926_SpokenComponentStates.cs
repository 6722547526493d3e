using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class SpokenComponentStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "states",
                table: "update_drafts",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<List<string>>(
                name: "component_states",
                table: "portal_announcements",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "spoken_status",
                table: "incident_components",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_incident_components_spoken_status",
                table: "incident_components",
                sql: "spoken_status in ('Operational','DegradedPerformance','PartialOutage','MajorOutage')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_incident_components_spoken_status",
                table: "incident_components");

            migrationBuilder.DropColumn(
                name: "states",
                table: "update_drafts");

            migrationBuilder.DropColumn(
                name: "component_states",
                table: "portal_announcements");

            migrationBuilder.DropColumn(
                name: "spoken_status",
                table: "incident_components");
        }
    }
}
