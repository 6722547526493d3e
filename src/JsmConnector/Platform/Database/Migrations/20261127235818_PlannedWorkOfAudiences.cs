using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class PlannedWorkOfAudiences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "issue_key",
                table: "maintenances",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "about",
                table: "maintenance_updates",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_written",
                table: "maintenance_updates",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "moved_from",
                table: "maintenance_updates",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "issue_key",
                table: "maintenances");

            migrationBuilder.DropColumn(
                name: "about",
                table: "maintenance_updates");

            migrationBuilder.DropColumn(
                name: "is_written",
                table: "maintenance_updates");

            migrationBuilder.DropColumn(
                name: "moved_from",
                table: "maintenance_updates");
        }
    }
}
