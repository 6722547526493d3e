using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace JsmConnector.Platform.Database.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "components",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_key = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_components", x => new { x.installation_id, x.id });
                },
                comment: "Services of a site as readers of its status page see them.");

            migrationBuilder.CreateTable(
                name: "deliveries",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: true),
                    update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    audience = table.Column<string>(type: "text", nullable: false),
                    channel = table.Column<string>(type: "text", nullable: false),
                    destination = table.Column<string>(type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    remote_id = table.Column<string>(type: "text", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_deliveries_state", "state in ('Queued','Sending','Delivered','Failed','Suppressed')");
                },
                comment: "Outbox: planned effects outside, in lanes.");

            migrationBuilder.CreateTable(
                name: "incidents",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    issue_id = table.Column<string>(type: "text", nullable: false),
                    issue_key = table.Column<string>(type: "text", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: true),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    ticket_stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    worst_severity = table.Column<int>(type: "integer", nullable: false),
                    @class = table.Column<string>(name: "class", type: "text", nullable: false),
                    written_title = table.Column<string>(type: "text", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_update_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    snapshot_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    published = table.Column<bool>(type: "boolean", nullable: false),
                    ended_because = table.Column<string>(type: "text", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incidents", x => new { x.installation_id, x.id });
                    table.CheckConstraint("ck_incidents_severity", "severity between 1 and 4 and worst_severity between 1 and 4");
                    table.CheckConstraint("ck_incidents_stage", "stage in ('Investigating','Identified','Monitoring','Resolved','Withdrawn')");
                },
                comment: "One row an incident ticket.");

            migrationBuilder.CreateTable(
                name: "installations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    base_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    display_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    help_center_url = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    short_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    shared_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_shared_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_shared_secret_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    catalog = table.Column<string>(type: "jsonb", nullable: true),
                    catalog_read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    installed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installations", x => x.id);
                    table.CheckConstraint("ck_installations_state", "state in ('Enabled','Disabled','Uninstalled','Superseded')");
                },
                comment: "Jira sites that installed the app. Not filtered by tenant: it is where a tenant is found.");

            migrationBuilder.CreateTable(
                name: "timeline_entries",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issue_id = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    visibility = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    actor = table.Column<string>(type: "text", nullable: true),
                    evidence = table.Column<string>(type: "text", nullable: false),
                    as_of = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    removed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline_entries", x => new { x.installation_id, x.issue_id, x.key });
                },
                comment: "What happened to a ticket, one row a source event. No key to incidents: a comment may come first.");

            migrationBuilder.CreateTable(
                name: "incident_components",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    component_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    is_affected = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_components", x => new { x.installation_id, x.incident_id, x.component_id });
                    table.ForeignKey(
                        name: "fk_incident_components_components_installation_id_component_id",
                        columns: x => new { x.installation_id, x.component_id },
                        principalTable: "components",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_incident_components_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Which components an incident touches or touched.");

            migrationBuilder.CreateTable(
                name: "incident_updates",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    customer_words = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_update_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    correction_of = table.Column<Guid>(type: "uuid", nullable: true),
                    author = table.Column<string>(type: "text", nullable: true),
                    number = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_updates", x => new { x.installation_id, x.id });
                    table.ForeignKey(
                        name: "fk_incident_updates_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Public words about incidents; rows are never changed.");

            migrationBuilder.CreateTable(
                name: "portal_announcements",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    public_id = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    severity = table.Column<int>(type: "integer", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    components = table.Column<List<string>>(type: "text[]", nullable: false),
                    next_update_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status_page_path = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_portal_announcements", x => new { x.installation_id, x.incident_id });
                    table.CheckConstraint("ck_portal_announcements_severity", "severity between 1 and 4");
                    table.CheckConstraint("ck_portal_announcements_stage", "stage in ('Investigating','Identified','Monitoring','Resolved')");
                    table.ForeignKey(
                        name: "fk_portal_announcements_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What the service portal shows: one row a current or just ended incident, public words only.");

            migrationBuilder.CreateTable(
                name: "postmortems",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    generated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    needs_refresh = table.Column<bool>(type: "boolean", nullable: false),
                    internal_markdown = table.Column<string>(type: "text", nullable: true),
                    external_markdown = table.Column<string>(type: "text", nullable: true),
                    facts = table.Column<string>(type: "jsonb", nullable: true),
                    template_version = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    links = table.Column<List<string>>(type: "text[]", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    job_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_postmortems", x => new { x.installation_id, x.incident_id });
                    table.CheckConstraint("ck_postmortems_state", "state in ('Scheduled','Draft','InReview','Approved','Published','Closed')");
                    table.CheckConstraint("ck_postmortems_written", "(state = 'Scheduled') = (generated_at is null)");
                    table.ForeignKey(
                        name: "fk_postmortems_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Reviews of incidents: when to write them, what was written, from which facts.");

            migrationBuilder.CreateTable(
                name: "statuspage_mirrors",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    destination_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    page_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    remote_incident_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    applied_update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sending_update_id = table.Column<Guid>(type: "uuid", nullable: true),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_statuspage_mirrors", x => new { x.installation_id, x.incident_id, x.destination_id, x.page_id });
                    table.ForeignKey(
                        name: "fk_statuspage_mirrors_incidents_installation_id_incident_id",
                        columns: x => new { x.installation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "installation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Which incident on an Atlassian Statuspage page mirrors which incident of ours.");

            migrationBuilder.CreateTable(
                name: "published_pages",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_pages", x => new { x.installation_id, x.page_id });
                    table.ForeignKey(
                        name: "fk_published_pages_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Built-in status pages and the version of what they show.");

            migrationBuilder.CreateTable(
                name: "settings_versions",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "jsonb", nullable: false),
                    saved_by = table.Column<string>(type: "text", nullable: true),
                    saved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings_versions", x => new { x.installation_id, x.version });
                    table.ForeignKey(
                        name: "fk_settings_versions_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Settings documents of a site, every version kept.");

            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    delivery_key = table.Column<string>(type: "text", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    lane = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: true),
                    leased_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhooks", x => new { x.installation_id, x.sequence });
                    table.CheckConstraint("ck_webhooks_state", "state in ('Stored','Working','Done','NotOurs','Rejected')");
                    table.ForeignKey(
                        name: "fk_webhooks_installations_installation_id",
                        column: x => x.installation_id,
                        principalTable: "installations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Inbox: events as Jira sent them, stored once.");

            migrationBuilder.CreateTable(
                name: "published_components",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    public_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_components", x => new { x.installation_id, x.page_id, x.public_id });
                    table.ForeignKey(
                        name: "fk_published_components_published_pages_installation_id_page_id",
                        columns: x => new { x.installation_id, x.page_id },
                        principalTable: "published_pages",
                        principalColumns: new[] { "installation_id", "page_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Components as a built-in page shows them.");

            migrationBuilder.CreateTable(
                name: "published_incidents",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    public_id = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    impact = table.Column<string>(type: "text", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    monitoring_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    next_update_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    component_ids = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_incidents", x => new { x.installation_id, x.page_id, x.public_id });
                    table.ForeignKey(
                        name: "fk_published_incidents_published_pages_installation_id_page_id",
                        columns: x => new { x.installation_id, x.page_id },
                        principalTable: "published_pages",
                        principalColumns: new[] { "installation_id", "page_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Incidents as a built-in page shows them.");

            migrationBuilder.CreateTable(
                name: "component_state_changes",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    component_id = table.Column<string>(type: "text", nullable: false),
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_component_state_changes", x => new { x.installation_id, x.page_id, x.component_id, x.sequence });
                    table.ForeignKey(
                        name: "fk_component_state_changes_published_components_installation_i",
                        columns: x => new { x.installation_id, x.page_id, x.component_id },
                        principalTable: "published_components",
                        principalColumns: new[] { "installation_id", "page_id", "public_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "When a component changed its public state; uptime is counted from it.");

            migrationBuilder.CreateTable(
                name: "published_updates",
                columns: table => new
                {
                    installation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    page_id = table.Column<string>(type: "text", nullable: false),
                    public_id = table.Column<string>(type: "text", nullable: false),
                    incident_id = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "text", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    display_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_update_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_correction = table.Column<bool>(type: "boolean", nullable: false),
                    affected = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_updates", x => new { x.installation_id, x.page_id, x.public_id });
                    table.ForeignKey(
                        name: "fk_published_updates_published_incidents_installation_id_page_",
                        columns: x => new { x.installation_id, x.page_id, x.incident_id },
                        principalTable: "published_incidents",
                        principalColumns: new[] { "installation_id", "page_id", "public_id" },
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Updates as a built-in page shows them, once each.");

            migrationBuilder.CreateIndex(
                name: "ix_component_state_changes_installation_id_page_id_at",
                table: "component_state_changes",
                columns: new[] { "installation_id", "page_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_components_installation_id_name_key",
                table: "components",
                columns: new[] { "installation_id", "name_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_dead",
                table: "deliveries",
                columns: new[] { "installation_id", "finished_at" },
                filter: "state = 'Failed'");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_due",
                table: "deliveries",
                columns: new[] { "due_at", "sequence" },
                filter: "state in ('Queued','Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_head_of_lane",
                table: "deliveries",
                columns: new[] { "installation_id", "lane", "sequence" },
                filter: "state in ('Queued','Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_installation_id_incident_id",
                table: "deliveries",
                columns: new[] { "installation_id", "incident_id" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_one_at_a_time",
                table: "deliveries",
                columns: new[] { "installation_id", "lane" },
                unique: true,
                filter: "state = 'Sending'");

            migrationBuilder.CreateIndex(
                name: "ix_incident_components_installation_id_component_id",
                table: "incident_components",
                columns: new[] { "installation_id", "component_id" });

            migrationBuilder.CreateIndex(
                name: "ix_incident_updates_installation_id_incident_id_number",
                table: "incident_updates",
                columns: new[] { "installation_id", "incident_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_installation_id_issue_id",
                table: "incidents",
                columns: new[] { "installation_id", "issue_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_incidents_installation_id_issue_key",
                table: "incidents",
                columns: new[] { "installation_id", "issue_key" });

            migrationBuilder.CreateIndex(
                name: "ix_installations_client_key",
                table: "installations",
                column: "client_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_installations_short_name",
                table: "installations",
                column: "short_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_portal_announcements_current",
                table: "portal_announcements",
                columns: new[] { "installation_id", "ended_at" });

            migrationBuilder.CreateIndex(
                name: "ix_postmortems_due",
                table: "postmortems",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_published_incidents_installation_id_page_id_started_at",
                table: "published_incidents",
                columns: new[] { "installation_id", "page_id", "started_at" });

            migrationBuilder.CreateIndex(
                name: "ix_published_updates_installation_id_page_id_incident_id_number",
                table: "published_updates",
                columns: new[] { "installation_id", "page_id", "incident_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_delivery",
                table: "webhooks",
                columns: new[] { "installation_id", "delivery_key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_head_of_lane",
                table: "webhooks",
                columns: new[] { "installation_id", "lane", "sequence" },
                filter: "state in ('Stored','Working')");

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_not_ours",
                table: "webhooks",
                columns: new[] { "installation_id", "lane", "sequence" },
                filter: "state = 'NotOurs'");

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_one_at_a_time",
                table: "webhooks",
                columns: new[] { "installation_id", "lane" },
                unique: true,
                filter: "state = 'Working'");

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_pending",
                table: "webhooks",
                column: "sequence",
                filter: "state in ('Stored','Working')");

            migrationBuilder.CreateIndex(
                name: "ix_webhooks_rejected",
                table: "webhooks",
                columns: new[] { "installation_id", "sequence" },
                filter: "state = 'Rejected'");

            // Bodies are written once and read once: compressed with the fast method and kept in the row while they fit.
            migrationBuilder.Sql("alter table webhooks alter column body set compression lz4, alter column body set storage main");
            // Rows of the queues are updated a few times and then stay: leave room on the page, vacuum often.
            migrationBuilder.Sql("alter table webhooks set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.2)");
            migrationBuilder.Sql("alter table deliveries set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "component_state_changes");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "incident_components");

            migrationBuilder.DropTable(
                name: "incident_updates");

            migrationBuilder.DropTable(
                name: "portal_announcements");

            migrationBuilder.DropTable(
                name: "postmortems");

            migrationBuilder.DropTable(
                name: "published_updates");

            migrationBuilder.DropTable(
                name: "settings_versions");

            migrationBuilder.DropTable(
                name: "statuspage_mirrors");

            migrationBuilder.DropTable(
                name: "timeline_entries");

            migrationBuilder.DropTable(
                name: "webhooks");

            migrationBuilder.DropTable(
                name: "published_components");

            migrationBuilder.DropTable(
                name: "components");

            migrationBuilder.DropTable(
                name: "published_incidents");

            migrationBuilder.DropTable(
                name: "incidents");

            migrationBuilder.DropTable(
                name: "published_pages");

            migrationBuilder.DropTable(
                name: "installations");
        }
    }
}
