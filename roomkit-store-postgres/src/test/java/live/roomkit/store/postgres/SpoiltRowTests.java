package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import live.roomkit.event.EventFilter;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Damages any field of any record, at any depth, in any way. The record is then read without the damaged part, or
 * reported as unreadable without its text, on a small stack. Other rows are read as before.
 *
 * <p>A run tries random fields for as long as {@code -Droomkit.chaos.seconds=…} says, with a new seed each time.
 * {@code -Droomkit.contract.seed=…} repeats a run.
 */
class SpoiltRowTests {

    private static final Duration NORMALLY = Duration.ofMillis(700);

    private static final long SMALL_STACK_BYTES = 256 * 1024;

    private static final String SECRET = "4711-secret-4711";

    private static final String REMOVED = "";

    private static final List<String> VALUES = List.of(
            REMOVED,
            "null",
            "true",
            "0",
            "-1",
            "1.50",
            "9007199254740992",
            "18446744073709551616",
            "1e400",
            "-1e131071",
            "1e-16383",
            "\"\"",
            "\" \"",
            "\"" + SECRET + "\"",
            "\"" + SECRET.repeat(70_000) + "\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"2024-02-30T25:00:00\"",
            "[]",
            "{}",
            "[[null]]",
            "[\"" + SECRET + "\", 1, null, {}]",
            "{\"" + SECRET + "\": null}",
            "{\"type\": \"text\", \"body\": null}",
            "{\"type\": [\"" + SECRET + "\"]}",
            "{\"@index\": -7, \"__proto__\": 1}",
            "[" + "0,".repeat(50_000) + "0]",
            nested("[", "", "]"),
            nested("{\"a\": ", "1", "}"),
            nested("{\"type\": \"edit\", \"target_event_id\": \"a\", \"new_content\": ", "{}", "}"),
            nested("{\"type\": \"composite\", \"parts\": [", "{}", "]}"));

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final JdbcTemplate jdbc = database.jdbc();

    private static final PostgresStore store = database.open();

    private static String nested(String open, String innermost, String close) {
        return open.repeat(2_000) + innermost + close.repeat(2_000);
    }

    static List<String> tables() {
        return List.of("rooms", "events", "bindings", "participants", "identities", "tasks", "observations");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void aSpoiltFieldIsReadOrToldWithoutWhatItSays(String table) throws InterruptedException {
        long seed = Long.getLong(
                "roomkit.contract.seed", ThreadLocalRandom.current().nextLong(1_000_000_000));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread small = new Thread(null, () -> spoilFields(table, seed), "small stack", SMALL_STACK_BYTES);
        small.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        small.start();
        small.join();
        assertThat(failure.get()).as("-Droomkit.contract.seed=" + seed).isNull();
    }

    private void spoilFields(String table, long seed) {
        String id = writeRecords();
        JsonNode data = StoredRow.get(jdbc, table, id).data();
        List<String> paths = new ArrayList<>();
        collectPaths(data, "", paths);
        assertThat(paths).hasSizeGreaterThan(8);
        List<Runnable> spoilings = new ArrayList<>();
        for (String path : paths) {
            for (String value : VALUES) {
                spoilings.add(() -> spoil(table, id, data, path, value));
            }
        }
        Collections.shuffle(spoilings, new Random(seed));
        long end = System.nanoTime() + Chaos.duration(NORMALLY).toNanos();
        int tried = 0;
        for (Runnable spoiling : spoilings) {
            if (tried > 0 && System.nanoTime() > end) {
                break;
            }
            spoiling.run();
            tried++;
        }
    }

    private static String writeRecords() {
        String id = UUID.randomUUID().toString();
        FullRecords.writeTo(store, id, "before", id, "after");
        return id;
    }

    private static void collectPaths(JsonNode node, String path, List<String> paths) {
        if (node.isObject()) {
            node.propertyNames().forEach(name -> collectPaths(node.get(name), path + "," + name, paths));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collectPaths(node.get(i), path + "," + i, paths);
            }
        }
        if (!path.isEmpty()) {
            paths.add(path.substring(1));
        }
    }

    private void spoil(String table, String id, JsonNode data, String path, String value) {
        String what = table + " with " + path + " " + value.substring(0, Math.min(60, value.length()));
        if (value.equals(REMOVED)) {
            StoredRow.setData(jdbc, table, id, "data #- CAST(? AS text[])", "{" + path + "}");
        } else {
            StoredRow.setData(
                    jdbc, table, id, "jsonb_set(data, CAST(? AS text[]), CAST(? AS jsonb))", "{" + path + "}", value);
        }
        MalformedRowTests.reads()
                .filter(read -> read.table().equals(table))
                .forEach(read -> assertReadOrUnreadable(read, id, read + " of " + what));
        MalformedRowTests.writes()
                .filter(write -> write.table().equals(table))
                .forEach(write -> assertReadOrUnreadable(write, id, write + " over " + what));
        assertThat(store.getEvent(id, "before")).as(what).isPresent();
        StoredRow.setData(jdbc, table, id, "CAST(? AS jsonb)", data.toString());
    }

    /** An update may also find that the record, as far as it can be read, is another one than it was to write over. */
    private static void assertReadOrUnreadable(MalformedRowTests.Read read, String id, String when) {
        Throwable failure = catchThrowable(() -> read.reading().of(store, id));
        if (failure != null) {
            boolean update = read.name().startsWith("update");
            assertThat(failure)
                    .as(when)
                    .isInstanceOfAny(
                            StoreException.class, update ? IllegalArgumentException.class : StoreException.class);
            assertThat(ExceptionWords.of(failure)).as(when).doesNotContain("4711");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event_count = -1",
                "next_index = -5",
                "delivered_index = -7",
                "last_activity_at = 'infinity'",
                "last_activity_at = '-infinity'",
                "last_activity_at = '0044-03-15 BC'"
            })
    void aSpoiltColumnOfARoomIsToldAsAnUnreadableRoom(String spoiling) {
        String id = writeRecords();
        jdbc.update("UPDATE roomkit.rooms SET " + spoiling + " WHERE id = ?", id);

        MalformedRowTests.reads()
                .filter(read -> read.table().equals("rooms"))
                .forEach(read -> assertThat(catchThrowable(() -> read.reading().of(store, id)))
                        .as(read.toString())
                        .isExactlyInstanceOf(StoreException.class));
    }

    @Test
    void oneSpoiltRoomHidesNoOther() {
        String id = writeRecords();
        String other = store.createRoom(Room.of(UUID.randomUUID().toString())).id();
        jdbc.update("UPDATE roomkit.rooms SET data = '[]' WHERE id = ?", id);

        assertThat(store.getRoom(other)).isPresent();
        assertThat(store.listEvents(
                        id, EventFilter.builder().includeBlocked(true).build()))
                .extracting(RoomEvent::index)
                .containsExactly(0L, 1L, 2L);
        assertThat(store.getUnreadCounts(List.of(id, other), "a channel")).isEqualTo(Map.of(id, 3L, other, 0L));
        assertThat(store.deleteRoom(id)).isTrue();
    }
}
