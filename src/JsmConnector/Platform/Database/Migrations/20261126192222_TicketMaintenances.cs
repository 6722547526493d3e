using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class TicketMaintenances : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "issue_id",
                table: "maintenances",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "snapshot_at",
                table: "maintenances",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_maintenances_ticket",
                table: "maintenances",
                columns: new[] { "installation_id", "issue_id" },
                unique: true,
                filter: "issue_id is not null and stage in ('Scheduled','InProgress','Verifying')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_maintenances_ticket",
                table: "maintenances");

            migrationBuilder.DropColumn(
                name: "issue_id",
                table: "maintenances");

            migrationBuilder.DropColumn(
                name: "snapshot_at",
                table: "maintenances");
        }
    }
}
