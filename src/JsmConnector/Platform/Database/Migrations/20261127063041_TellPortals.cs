using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class TellPortals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Told with the transaction that makes the change, whoever makes it: see decision 19.
            migrationBuilder.Sql("""
                create function tell_portals() returns trigger language plpgsql as $$
                begin
                    perform pg_notify('portal_changed', coalesce(new.installation_id, old.installation_id)::text);
                    return null;
                end $$;
                create trigger tell_portals after insert or update or delete on portal_announcements
                    for each row execute function tell_portals();
                create trigger tell_portals after update of published on incidents
                    for each row when (old.published is distinct from new.published) execute function tell_portals();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger tell_portals on incidents;
                drop trigger tell_portals on portal_announcements;
                drop function tell_portals();
                """);
        }
    }
}
