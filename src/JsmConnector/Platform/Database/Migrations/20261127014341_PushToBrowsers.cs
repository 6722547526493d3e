using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class PushToBrowsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_subscribers_kind",
                table: "subscribers");

            migrationBuilder.CreateTable(
                name: "push_keys",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    private_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    public_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_keys", x => x.installation_id);
                    table.ForeignKey(
                        name: "fk_push_keys_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "One key pair a site for messages to browsers; the private half is sealed.");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscribers_kind",
                table: "subscribers",
                sql: "kind in ('email','webhook','slack','teams','push')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "push_keys");

            migrationBuilder.DropCheckConstraint(
                name: "ck_subscribers_kind",
                table: "subscribers");

            migrationBuilder.AddCheckConstraint(
                name: "ck_subscribers_kind",
                table: "subscribers",
                sql: "kind in ('email','webhook','slack','teams')");
        }
    }
}
