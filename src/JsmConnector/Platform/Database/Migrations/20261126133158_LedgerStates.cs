using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class LedgerStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_dead",
                table: "deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deliveries_state",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_dead",
                table: "deliveries",
                columns: new[] { "installation_id", "finished_at" },
                filter: "state in ('Failed','Unknown')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_deliveries_state",
                table: "deliveries",
                sql: "state in ('Queued','Sending','Delivered','Failed','Suppressed','Expired','Unknown')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_deliveries_dead",
                table: "deliveries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_deliveries_state",
                table: "deliveries");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_dead",
                table: "deliveries",
                columns: new[] { "installation_id", "finished_at" },
                filter: "state = 'Failed'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_deliveries_state",
                table: "deliveries",
                sql: "state in ('Queued','Sending','Delivered','Failed','Suppressed')");
        }
    }
}
