using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class ReadersOfStatusPages : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_statuspage_mirrors_incidents_installation_id_incident_id",
                table: "statuspage_mirrors");

            migrationBuilder.AlterTable(
                name: "statuspage_mirrors",
                comment: "Which incident on an Atlassian Statuspage page mirrors which incident or maintenance of ours.",
                oldComment: "Which incident on an Atlassian Statuspage page mirrors which incident of ours.");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "public_since",
                table: "components",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "history_records",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    written = table.Column<string>(type: "jsonb", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false),
                    author = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history_records", x => new { x.installation_id, x.id });
                    table.ForeignKey(
                        name: "fk_history_records_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Changes that people made to the past of a status page; rows are never changed.");

            migrationBuilder.CreateTable(
                name: "page_drifts",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    ours = table.Column<string>(type: "text", nullable: false),
                    theirs = table.Column<string>(type: "text", nullable: false),
                    by_hand = table.Column<bool>(type: "boolean", nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_drifts", x => new { x.installation_id, x.page_id, x.subject, x.what });
                    table.ForeignKey(
                        name: "fk_page_drifts_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What differs between a status page elsewhere and what we hold.");

            migrationBuilder.CreateTable(
                name: "page_imports",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    portions = table.Column<int>(type: "integer", nullable: false),
                    components = table.Column<int>(type: "integer", nullable: false),
                    incidents = table.Column<int>(type: "integer", nullable: false),
                    expected = table.Column<int>(type: "integer", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    author = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_page_imports", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_page_imports_state", "state in ('Running','Done','Failed')");
                    table.ForeignKey(
                        name: "fk_page_imports_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Imports of the past of status pages elsewhere, with how far they came.");

            migrationBuilder.CreateTable(
                name: "statuspage_components",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    destination_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    page_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    component_id = table.Column<Guid>(type: "uuid", nullable: false),
                    remote_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statuspage_components", x => new { x.installation_id, x.destination_id, x.page_id, x.component_id });
                    table.ForeignKey(
                        name: "fk_statuspage_components_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Components on an Atlassian Statuspage page that were found or made by their names.");

            migrationBuilder.CreateTable(
                name: "statuspage_key_slots",
                columns: table => new
                {
                    key_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statuspage_key_slots", x => x.key_hash);
                },
                comment: "When each Statuspage API key may be used next; shared by all nodes. Holds a hash, not the key.");

            migrationBuilder.CreateTable(
                name: "statuspage_written_states",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    destination_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    page_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    remote_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statuspage_written_states", x => new { x.installation_id, x.destination_id, x.page_id, x.remote_id });
                    table.ForeignKey(
                        name: "fk_statuspage_written_states_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "States of components on an Atlassian Statuspage page as they were written last.");

            migrationBuilder.CreateTable(
                name: "subscribers",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    address = table.Column<byte[]>(type: "bytea", nullable: false),
                    address_hash = table.Column<string>(type: "text", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: false),
                    seed = table.Column<byte[]>(type: "bytea", nullable: false),
                    confirm_hash = table.Column<string>(type: "text", nullable: true),
                    manage_hash = table.Column<string>(type: "text", nullable: false),
                    unsubscribe_hash = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: true),
                    incidents = table.Column<bool>(type: "boolean", nullable: false),
                    maintenance = table.Column<bool>(type: "boolean", nullable: false),
                    least_severity = table.Column<int>(type: "integer", nullable: false),
                    briefly = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    consent = table.Column<string>(type: "text", nullable: false),
                    consent_from = table.Column<string>(type: "text", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trouble = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscribers", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_subscribers_kind", "kind in ('email','webhook','slack','teams')");
                    table.CheckConstraint("ck_subscribers_state", "state in ('Pending','Active','Quarantined','Unsubscribed')");
                    table.ForeignKey(
                        name: "fk_subscribers_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Readers of status pages who asked to be told; addresses are sealed.");

            migrationBuilder.CreateTable(
                name: "subscriber_notices",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    subscriber_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: true),
                    update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriber_notices", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_subscriber_notices_state", "state in ('Queued','Sending','Delivered','Failed','Suppressed','Expired','Unknown')");
                    table.ForeignKey(
                        name: "fk_subscriber_notices_subscribers_installation_id_subscriber_id",
                        columns: x => new { x.installation_id, x.subscriber_id },
                        principalTable: "subscribers",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Messages to subscribers of status pages, in lanes: one lane a subscriber.");

            migrationBuilder.CreateIndex(
                name: "ix_history_records_installation_id_page_id_at",
                table: "history_records",
                columns: new[] { "installation_id", "page_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_page_imports_running",
                table: "page_imports",
                column: "due_at",
                filter: "state = 'Running'");

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_due",
                table: "subscriber_notices",
                columns: new[] { "due_at", "sequence" },
                filter: "state in ('Queued','Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_head_of_lane",
                table: "subscriber_notices",
                columns: new[] { "installation_id", "lane", "sequence" },
                filter: "state in ('Queued','Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_installation_id_finished_at",
                table: "subscriber_notices",
                columns: new[] { "installation_id", "finished_at" });

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_installation_id_subscriber_id",
                table: "subscriber_notices",
                columns: new[] { "installation_id", "subscriber_id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_installation_id_update_id",
                table: "subscriber_notices",
                columns: new[] { "installation_id", "update_id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_one_at_a_time",
                table: "subscriber_notices",
                columns: new[] { "installation_id", "lane" },
                unique: true,
                filter: "state = 'Sending'");

            migrationBuilder.CreateIndex(
                name: "ix_subscriber_notices_sequence",
                table: "subscriber_notices",
                column: "sequence",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscribers_active",
                table: "subscribers",
                columns: new[] { "installation_id", "page_id", "id" },
                filter: "state = 'Active'");

            migrationBuilder.CreateIndex(
                name: "ix_subscribers_installation_id_confirm_hash",
                table: "subscribers",
                columns: new[] { "installation_id", "confirm_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_subscribers_installation_id_manage_hash",
                table: "subscribers",
                columns: new[] { "installation_id", "manage_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_subscribers_installation_id_page_id_kind_address_hash",
                table: "subscribers",
                columns: new[] { "installation_id", "page_id", "kind", "address_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscribers_installation_id_unsubscribe_hash",
                table: "subscribers",
                columns: new[] { "installation_id", "unsubscribe_hash" });

            migrationBuilder.AddForeignKey(
                name: "fk_statuspage_mirrors_installations_installation_id",
                table: "statuspage_mirrors",
                column: "installation_id",
                principalTable: "installations",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);

            // What published incidents and planned work named was public; what only hidden tickets named leaves the pages, unless it ever moved there.
            migrationBuilder.Sql("""
                update components c set public_since = c.created_at
                where exists (select 1 from incident_components l join incidents i on i.installation_id = l.installation_id and i.id = l.incident_id
                              where l.installation_id = c.installation_id and l.component_id = c.id and (i.published or exists (
                                select 1 from incident_updates u where u.installation_id = i.installation_id and u.incident_id = i.id)))
                   or exists (select 1 from maintenances m where m.installation_id = c.installation_id and c.id = any(m.component_ids));
                delete from published_components p using components c
                where p.installation_id = c.installation_id and p.name = c.name and c.public_since is null
                  and not exists (select 1 from component_state_changes s where s.installation_id = p.installation_id and s.page_id = p.page_id and s.component_id = p.public_id);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_statuspage_mirrors_installations_installation_id",
                table: "statuspage_mirrors");

            migrationBuilder.DropTable(
                name: "history_records");

            migrationBuilder.DropTable(
                name: "page_drifts");

            migrationBuilder.DropTable(
                name: "page_imports");

            migrationBuilder.DropTable(
                name: "statuspage_components");

            migrationBuilder.DropTable(
                name: "statuspage_key_slots");

            migrationBuilder.DropTable(
                name: "statuspage_written_states");

            migrationBuilder.DropTable(
                name: "subscriber_notices");

            migrationBuilder.DropTable(
                name: "subscribers");

            migrationBuilder.DropColumn(
                name: "public_since",
                table: "components");

            migrationBuilder.AlterTable(
                name: "statuspage_mirrors",
                comment: "Which incident on an Atlassian Statuspage page mirrors which incident of ours.",
                oldComment: "Which incident on an Atlassian Statuspage page mirrors which incident or maintenance of ours.");

            migrationBuilder.AddForeignKey(
                name: "fk_statuspage_mirrors_incidents_installation_id_incident_id",
                table: "statuspage_mirrors",
                columns: new[] { "installation_id", "incident_id" },
                principalTable: "incidents",
                principalColumns: new[] { "installation_id", "id" },
                onDelete: ReferentialAction.Cascade);
        }
    }
}
