package live.roomkit.store.postgres;

import java.util.Locale;

/** The faults that {@link StoreDoctor} looks for, each with the action that repairs it. */
enum Fault {
    MISSING_TABLE("Restore the schema from a backup, or migrate an empty schema"),
    MISSING_COLUMN("Restore the schema from a backup"),
    CHANGED_COLUMN("Give the column the type, collation and NOT NULL of the migration script"),
    PENDING_MIGRATION("Run the migrations of this version: PostgresSchema.migrate()"),
    MISSING_INDEX("Create the index as in the migration script, with CONCURRENTLY"),
    CHANGED_INDEX("Drop the index and create it as in the migration script, with CONCURRENTLY"),
    INVALID_INDEX("Run REINDEX INDEX CONCURRENTLY, or drop the index when REINDEX left it behind"),
    FOREIGN_INDEX("Drop the index: each write pays for it, and on rooms it ends HOT updates"),
    MISSING_FOREIGN_KEY("Remove orphans, and add the foreign key as in the migration script"),
    DISABLED_TRIGGER("Run ALTER TABLE … ENABLE TRIGGER ALL: foreign keys do not act meanwhile"),
    FOREIGN_TRIGGER("Drop the trigger: the store does not know what it changes"),
    ROW_SECURITY("Run ALTER TABLE … DISABLE ROW LEVEL SECURITY: it hides rows from the store"),
    UNLOGGED_TABLE("Run ALTER TABLE … SET LOGGED: a crash empties the table"),
    FILL_FACTOR("Set the fill factor of the migration script, or updates stop being HOT as pages fill up"),
    AUTOVACUUM_OFF("Run ALTER TABLE … RESET (autovacuum_enabled)"),
    NO_STATISTICS("Run ANALYZE on the table"),
    UNDISTRIBUTED_TABLE("Open the store once with the distribution citus, as the owner of the tables"),
    FEW_HOT_UPDATES("Look for foreign indexes and long transactions, then run VACUUM on the table"),
    SLOW_PLAN("Look for missing indexes, statistics and enable_… settings"),
    OLD_TRANSACTION("End the session: VACUUM removes no row version that the transaction may still see"),
    PREPARED_TRANSACTION("Commit or roll back the prepared transaction by name"),
    IDLE_REPLICATION_SLOT("Drop the slot, or start its consumer: the server keeps all log since"),
    HARMFUL_SETTING("Reset the setting for the server, the database and the role"),
    LARGE_ROOM("Examine it with a longer statementTimeout of the doctor, on a replica for example"),
    EVENT_COUNT("Set rooms.event_count to the number of the room's events"),
    MESSAGE_COUNT("Set rooms.message_count to the number of the room's messages that are not blocked"),
    LAST_MESSAGE("Set rooms.last_message_index to the index of the last message that is not blocked, or -1"),
    NEXT_INDEX("Set rooms.next_index above the highest index of the room's events"),
    DUPLICATE_EVENT("Decide which of the events stays, then restore the unique index"),
    DELIVERED_INDEX("Set rooms.delivered_index to at most rooms.next_index - 1"),
    LAST_ACTIVITY("Set rooms.last_activity_at to the time of the newest event: timers wait for it"),
    ACTIVITY_BUCKET(
            "Set rooms.activity_bucket to the time of the last activity, or else of the creation, cut to 2 minutes"),
    MARKER_INDEX("Set read_markers.event_index to at most rooms.next_index - 1"),
    MARKER_COUNT("Set read_markers.events_read to the number of events at or below event_index"),
    MARKER_MESSAGES("Set read_markers.messages_read to the number of messages at or below event_index"),
    BINDING_COPY("Set the columns room_* of bindings to those of the room"),
    PARTICIPANT_COPY("Set participants.room_created_at to that of the room"),
    TASK_COPY("Set tasks.room_organization_id to the organization of the room"),
    OBSERVATION_COPY("Set observations.room_organization_id to the organization of the room"),
    ROOM_RECORD("Set the columns of rooms to the values in data, or the reverse"),
    EVENT_RECORD("Set the columns of events to the values in data, or the reverse"),
    BINDING_RECORD("Set the columns of bindings to the values in data, or the reverse"),
    PARTICIPANT_RECORD("Set the columns of participants to the values in data, or the reverse"),
    TASK_RECORD("Set the columns of tasks to the values in data, or the reverse"),
    RECORD_SIZE("Set bytes to octet_length(data::text): limits of pages rely on it"),
    ORPHAN("Delete the rows, or restore their room"),
    IDENTITY_RECORD("Set the columns of identities to the values in data, or the reverse"),
    IDENTITY_MERGE("Set merged_into, merge_id, merged_at and merge_reason to NULL, and merge again"),
    IDENTITY_SEARCH("Write the identity again: updateIdentity(id, identity -> identity)"),
    ADDRESS_WITHOUT_IDENTITY("Delete the row of identity_addresses"),
    ADDRESS_NOT_LISTED("Unlink the address from the identity and link it again"),
    ADDRESS_NOT_FOUND("Link the address to the identity again"),
    ADDRESS_ORGANIZATION("Set identity_addresses.organization_id to the identity's, or '' without one");

    private final String faultName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    private final String advice;

    Fault(String advice) {
        this.advice = advice;
    }

    /** Returns the name of the fault, such as {@code event-count}. */
    String faultName() {
        return this.faultName;
    }

    String advice() {
        return this.advice;
    }
}
