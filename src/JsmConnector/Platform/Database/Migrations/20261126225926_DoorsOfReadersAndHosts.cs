using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class DoorsOfReadersAndHosts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "access_link_id",
                table: "subscribers",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "signed_in_as",
                table: "subscribers",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "page_hosts",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    host = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: false),
                    proved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_hosts", x => new { x.installation_id, x.host });
                    table.ForeignKey(
                        name: "fk_page_hosts_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Host names of status pages, with the proof that they belong to the site that uses them.");

            migrationBuilder.CreateIndex(
                name: "ix_page_hosts_proved",
                table: "page_hosts",
                column: "host",
                filter: "proved_at is not null");

            // Names that are served already stay with whom they are served for: the site that claimed them first.
            migrationBuilder.Sql("""
                with claims as (
                    select v.installation_id, v.version, v.saved_at, entry->'page'->>'host' as host
                    from settings_versions v
                    cross join lateral jsonb_array_elements(case when jsonb_typeof(v.document->'statusPages') = 'array' then v.document->'statusPages' else '[]'::jsonb end) entry
                    where length(entry->'page'->>'host') between 1 and 253)
                insert into page_hosts (installation_id, host, proved_at, checked_at)
                select distinct on (c.host) c.installation_id, c.host, now(), now()
                from claims c
                where exists (
                    select 1 from claims held
                    where held.installation_id = c.installation_id and held.host = c.host
                        and held.version = (select max(version) from settings_versions newest where newest.installation_id = c.installation_id))
                order by c.host, c.saved_at;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "page_hosts");

            migrationBuilder.DropColumn(
                name: "access_link_id",
                table: "subscribers");

            migrationBuilder.DropColumn(
                name: "signed_in_as",
                table: "subscribers");
        }
    }
}
