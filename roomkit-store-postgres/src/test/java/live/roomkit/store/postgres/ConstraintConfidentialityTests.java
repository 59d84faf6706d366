package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.channel.ChannelType;
import live.roomkit.identity.Identity;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Violates each constraint of the tables by a copy of a row that contains the marker wherever possible, and tests that
 * nothing repeats the marker. The statement is the caller's, in the change of another room, since the store itself
 * avoids most violations.
 */
class ConstraintConfidentialityTests {

    private static final String MARKER = "4711-secret-4711";

    private static final String COPY = """
            INSERT INTO roomkit.%1$s (%2$s)
            SELECT %2$s FROM (
                SELECT (jsonb_populate_record(r, CAST(? AS jsonb))).* FROM roomkit.%1$s AS r WHERE r::text LIKE '%%4711%%'
            ) AS r
            """;

    private static final String COLUMNS = """
            SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
            WHERE attrelid = ('roomkit.' || ?)::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped
            """;

    private static final String CONSTRAINTS = """
            SELECT conname::text FROM pg_constraint
            WHERE connamespace = 'roomkit'::regnamespace AND contype <> 'n' AND conrelid::regclass::text NOT LIKE '%version'
            UNION
            SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            WHERE indisunique AND relnamespace = 'roomkit'::regnamespace AND relname <> 'schema_version'
                AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
            """;

    private static final String MANDATORY_COLUMNS = """
            SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'roomkit'::regnamespace AND relkind = 'r' AND relname <> 'schema_version'
                AND attnotnull AND attnum > 0 AND attgenerated = ''
            """;

    @AutoClose
    private static final Application application = new Application(2, true);

    private static String otherRoom;

    @BeforeAll
    static void writeRecords() {
        ConversationStore store = application.store();
        otherRoom = application.newRoom();
        store.createRoom(Room.of(MARKER));
        store.appendEvent(MARKER, Application.keyed(MARKER, MARKER, MARKER));
        store.addBinding(ChannelBinding.of(MARKER, MARKER, ChannelType.SMS));
        store.addParticipant(Participant.of(MARKER, MARKER, MARKER));
        store.addTask(Task.of(MARKER, MARKER));
        store.addObservation(Observation.of(MARKER, MARKER));
        store.markAllRead(MARKER, MARKER);
        store.createIdentity(Identity.builder(MARKER)
                .channelAddresses(Map.of(ChannelType.SMS, List.of(MARKER)))
                .build());
        application.jdbc().update("UPDATE roomkit.identities SET merge_id = ? WHERE id = ?", MARKER, MARKER);
    }

    /** Returns the changes to the copy of a table's row, as JSON, that violate the given constraint and no other. */
    record Violation(String constraint, String table, String difference) {

        private int copy(JdbcTemplate jdbc) {
            String columns = jdbc.queryForObject(COLUMNS, String.class, this.table);
            return jdbc.update(COPY.formatted(this.table, columns), this.difference);
        }
    }

    @Test
    void everyConstraintIsViolated() {
        assertThat(violations().map(Violation::constraint))
                .containsExactlyInAnyOrderElementsOf(application.jdbc().queryForList(CONSTRAINTS, String.class).stream()
                        .map(name -> name.replace("roomkit.", ""))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource({"violations", "absences"})
    void nothingRepeatsWhatViolatedAConstraint(Violation violation) {
        String driver = assertDriverTells(violation);
        try (Telemetry telemetry = new Telemetry()) {
            ConversationStore store = telemetry.observe(application.store());

            StoreException failure = catchThrowableOfType(
                    StoreException.class,
                    () -> store.updateRoom(otherRoom, room -> {
                        violation.copy(new JdbcTemplate(application.pool()));
                        return room;
                    }));

            assertThat(failure.getSqlState()).isEqualTo(driver);
            assertThat(ExceptionWords.of(failure)).doesNotContain(MARKER, "DETAIL", "Detail");
            assertThat(telemetry.words()).contains("SQLSTATE " + driver).doesNotContain(MARKER, "DETAIL", "Detail");
        }
    }

    /** Asserts that this constraint is violated and that the driver repeats the row. Returns the SQLSTATE. */
    private static String assertDriverTells(Violation violation) {
        Throwable failure = catchThrowable(() -> violation.copy(application.jdbc()));
        ServerErrorMessage message = ((PSQLException) failure.getCause()).getServerErrorMessage();
        String violated = Optional.ofNullable(message.getConstraint())
                .orElseGet(() -> message.getTable() + "." + message.getColumn());

        assertThat(violated).isEqualTo(violation.constraint());
        assertThat(ExceptionWords.of(failure)).contains(MARKER);
        return message.getSQLState();
    }

    static Stream<Violation> violations() {
        String missingRoom = "{\"room_id\": \"missing-" + MARKER + "\"}";
        return Stream.of(
                new Violation("rooms_pkey", "rooms", "{}"),
                new Violation("events_pkey", "events", "{\"id\": \"new\", \"idempotency_key\": null}"),
                new Violation("events_id_room_id_key", "events", "{\"index\": 1, \"idempotency_key\": null}"),
                new Violation("events_room_id_idempotency_key_idx", "events", "{\"index\": 1, \"id\": \"new\"}"),
                new Violation("events_room_id_fkey", "events", missingRoom),
                new Violation("bindings_pkey", "bindings", "{}"),
                new Violation("bindings_room_id_fkey", "bindings", missingRoom),
                new Violation("participants_pkey", "participants", "{}"),
                new Violation("participants_room_id_fkey", "participants", missingRoom),
                new Violation("identities_pkey", "identities", "{\"merge_id\": null}"),
                new Violation("identities_merge_id_idx", "identities", "{\"id\": \"new\"}"),
                new Violation("identity_addresses_pkey", "identity_addresses", "{}"),
                new Violation(
                        "identity_addresses_identity_id_fkey",
                        "identity_addresses",
                        "{\"address\": \"new\", \"identity_id\": \"missing-" + MARKER + "\"}"),
                new Violation("tasks_pkey", "tasks", "{}"),
                new Violation("tasks_room_id_fkey", "tasks", missingRoom),
                new Violation("observations_pkey", "observations", "{}"),
                new Violation("observations_room_id_fkey", "observations", missingRoom),
                new Violation("read_markers_pkey", "read_markers", "{}"),
                new Violation("read_markers_room_id_fkey", "read_markers", missingRoom));
    }

    static Stream<Violation> absences() {
        return application.jdbc().queryForList(MANDATORY_COLUMNS, String.class).stream()
                .map(column -> new Violation(
                        column,
                        column.substring(0, column.indexOf('.')),
                        "{\"" + column.substring(column.indexOf('.') + 1) + "\": null}"));
    }
}
