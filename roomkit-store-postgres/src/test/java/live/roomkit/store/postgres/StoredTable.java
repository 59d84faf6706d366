package live.roomkit.store.postgres;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Describes a table: the columns that repeat a field of the record, and the values that only columns hold. */
enum StoredTable {
    ROOMS(
            Map.of(
                    "id", "id",
                    "organization_id", "organization_id",
                    "status", "status",
                    "created_at", "created_at",
                    "updated_at", "updated_at",
                    "closed_at", "closed_at"),
            Set.of(
                    "next_index",
                    "event_count",
                    "message_count",
                    "last_message_index",
                    "delivered_index",
                    "last_activity_at",
                    "activity_bucket",
                    "bytes"),
            Set.of(
                    "id",
                    "organization_id",
                    "status",
                    "created_at",
                    "updated_at",
                    "closed_at",
                    "timers",
                    "agent_response_policy",
                    "metadata")),

    EVENTS(
            Map.ofEntries(
                    Map.entry("id", "id"),
                    Map.entry("room_id", "room_id"),
                    Map.entry("type", "type"),
                    Map.entry("visibility", "visibility"),
                    Map.entry("source_channel_id", "source/channel_id"),
                    Map.entry("source_channel_type", "source/channel_type"),
                    Map.entry("source_participant_id", "source/participant_id"),
                    Map.entry("parent_event_id", "parent_event_id"),
                    Map.entry("correlation_id", "correlation_id"),
                    Map.entry("idempotency_key", "idempotency_key"),
                    Map.entry("created_at", "created_at")),
            Set.of("index", "payload_hash", "append_id", "bytes", "blocked"),
            Set.of(
                    "id",
                    "room_id",
                    "type",
                    "source",
                    "content",
                    "status",
                    "blocked_by",
                    "visibility",
                    "addressed_to",
                    "response_visibility",
                    "chain_depth",
                    "parent_event_id",
                    "correlation_id",
                    "idempotency_key",
                    "created_at",
                    "metadata",
                    "channel_data",
                    "delivery_results")),

    BINDINGS(
            Map.of(
                    "room_id", "room_id",
                    "channel_id", "channel_id",
                    "channel_type", "channel_type",
                    "participant_id", "participant_id",
                    "attached_at", "attached_at"),
            Set.of("room_created_at", "room_status", "room_organization_id", "bytes"),
            Set.of(
                    "channel_id",
                    "room_id",
                    "channel_type",
                    "category",
                    "direction",
                    "access",
                    "muted",
                    "output_muted",
                    "visibility",
                    "participant_id",
                    "is_group",
                    "last_read_index",
                    "attached_at",
                    "capabilities",
                    "rate_limit",
                    "retry_policy",
                    "metadata")),

    PARTICIPANTS(
            Map.of(
                    "id", "id",
                    "room_id", "room_id",
                    "channel_id", "channel_id",
                    "identity_id", "identity_id",
                    "joined_at", "joined_at"),
            Set.of("room_created_at", "bytes"),
            Set.of(
                    "id",
                    "room_id",
                    "channel_id",
                    "display_name",
                    "role",
                    "status",
                    "identification",
                    "identity_id",
                    "candidates",
                    "connected_via",
                    "external_id",
                    "resolved_at",
                    "resolved_by",
                    "joined_at",
                    "metadata")),

    IDENTITIES(
            Map.of("id", "id", "organization_id", "organization_id"),
            Set.of("merged_into", "merge_id", "merged_at", "merge_reason", "name_key", "search", "bytes"),
            Set.of(
                    "id",
                    "organization_id",
                    "display_name",
                    "addresses",
                    "email",
                    "phone",
                    "channel_addresses",
                    "external_id",
                    "external_ids",
                    "metadata")),

    TASKS(
            Map.of(
                    "id", "id",
                    "room_id", "room_id",
                    "status", "status",
                    "assigned_to", "assigned_to",
                    "created_at", "created_at"),
            Set.of("room_organization_id", "bytes"),
            Set.of(
                    "id",
                    "room_id",
                    "type",
                    "title",
                    "description",
                    "data",
                    "assigned_to",
                    "created_by",
                    "status",
                    "created_at",
                    "metadata")),

    OBSERVATIONS(
            Map.of("id", "id", "room_id", "room_id", "category", "category", "created_at", "created_at"),
            Set.of("room_organization_id", "bytes"),
            Set.of(
                    "id",
                    "room_id",
                    "channel_id",
                    "category",
                    "content",
                    "data",
                    "confidence",
                    "created_at",
                    "metadata"));

    private final Map<String, String> repeatedFields;

    private final Set<String> managedColumns;

    private final Set<String> fields;

    StoredTable(Map<String, String> repeatedFields, Set<String> managedColumns, Set<String> fields) {
        this.repeatedFields = repeatedFields;
        this.managedColumns = managedColumns;
        this.fields = fields;
    }

    /** Returns the columns that repeat a field, with the field's path. */
    Map<String, String> repeatedFields() {
        return this.repeatedFields;
    }

    /** Returns the columns whose values no record holds. */
    Set<String> managedColumns() {
        return this.managedColumns;
    }

    /** Returns the fields of a complete record. */
    Set<String> fields() {
        return this.fields;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
