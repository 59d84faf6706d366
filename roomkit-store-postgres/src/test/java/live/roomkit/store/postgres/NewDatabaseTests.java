package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How rows are found in tables of which the server does not know yet what is in them. The plans are kept until it looks,
 * in a minute or two, when many events may have been written.
 */
class NewDatabaseTests {

    private static final FreshDatabase DATABASE = new FreshDatabase();

    @BeforeAll
    static void createTables() {
        DATABASE.builder().open().close();
    }

    @AfterAll
    static void dropDatabase() {
        DATABASE.close();
    }

    @ParameterizedTest
    @CsvSource({
        "rooms, id, rooms_pkey",
        "events, room_id id, events_id_room_id_key",
        "events, room_id idempotency_key, events_room_id_idempotency_key_idx",
        "events, room_id index, events_pkey",
        "bindings, room_id channel_id, bindings_pkey",
        "participants, room_id id, participants_pkey",
        "tasks, room_id id, tasks_pkey",
        "observations, room_id id, observations_pkey",
        "read_markers, room_id channel_id, read_markers_pkey",
        "identities, id, identities_pkey",
        "identity_addresses, organization_id channel_type scope address, identity_addresses_pkey"
    })
    void aRowIsFoundByItsKey(String table, String columns, String index) {
        String conditions = Arrays.stream(columns.split(" "))
                .map(column -> "t." + column + (column.equals("index") ? " = 1" : " = 'x'"))
                .collect(Collectors.joining(" AND "));

        List<String> plan = DATABASE.jdbc()
                .queryForList("EXPLAIN SELECT 1 FROM roomkit." + table + " AS t WHERE " + conditions, String.class);

        assertThat(plan.get(0)).contains(" " + index + " ");
        assertThat(plan).noneMatch(line -> line.contains("Filter"));
    }
}
