package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import live.roomkit.event.EventType;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.memory.InMemoryStore;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Tests that the counters are right after imports of exports that contradict themselves. */
class ImportCountTests {

    @AutoClose
    private static final FreshDatabase database = new FreshDatabase();

    private static final PostgresStore store = database.open();

    private final String room = UUID.randomUUID().toString();

    @Test
    void eventsThatShareAnIndexCountAsTheOneThatIsAdded() throws IOException {
        String notice = exportedEvent(EventType.SYSTEM, "notice");
        String message = exportedEvent(EventType.MESSAGE, "message");
        String second = message.lines().skip(2).findFirst().orElseThrow();

        ImportReport report = importInto(store, notice + second + "\n");

        assertThat(report.added()).isEqualTo(2);
        assertThat(report.refusals()).extracting(ImportReport.Refusal::line).containsExactly(4L);
        RoomCounts.assertRight(database.jdbc(), this.room);
    }

    @Test
    void anEventThatIsStoredLeavesItsIndexToTheNext() throws IOException {
        store.createRoom(Room.of(this.room));
        store.appendEvent(this.room, event(EventType.SYSTEM, "known"));
        String known = exportedEvent(EventType.SYSTEM, "known").replace("\"index\":0", "\"index\":1");
        String message = exportedEvent(EventType.MESSAGE, "message").replace("\"index\":0", "\"index\":1");

        ImportReport report =
                importInto(store, known + message.lines().skip(2).findFirst().orElseThrow());

        assertThat(report.added()).isEqualTo(1);
        assertThat(report.refusals())
                .extracting(ImportReport.Refusal::line)
                .contains(3L)
                .doesNotContain(4L);
        RoomCounts.assertRight(database.jdbc(), this.room);
    }

    /** The database fails when the first line of another room ends the batch, and works again before the next batch. */
    @Test
    void failureOfTheDatabaseIsNoRefusal() throws Exception {
        store.createRoom(Room.of(this.room));
        String first = exportedEvent(EventType.MESSAGE, "first");
        String second = first.lines().skip(2).findFirst().orElseThrow().replace(this.room, "another-room");
        PostgresStore hasty = database.open(builder -> builder.statementTimeout(Duration.ofSeconds(1)));
        try (Connection stranger = database.lockRoom(this.room);
                InputStream lines = beforeItsEnd(first + second + "\n", stranger::rollback)) {
            assertThatExceptionOfType(StoreTimeoutException.class)
                    .isThrownBy(() -> protection(hasty).importFrom(lines, ImportMode.ADD));
        }

        assertThat(importInto(store, first).added()).isEqualTo(1);
    }

    private static InputStream beforeItsEnd(String text, ThrowingCallable action) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (available() == 0) {
                    assertThatNoException().isThrownBy(action);
                }
                return super.read(bytes, offset, length);
            }
        };
    }

    private RoomEvent event(EventType type, String id) {
        return Application.message(this.room, id).toBuilder()
                .type(type)
                .id(id + this.room)
                .build();
    }

    private String exportedEvent(EventType type, String id) throws IOException {
        try (InMemoryStore other = new InMemoryStore()) {
            other.createRoom(Room.of(this.room));
            other.appendEvent(this.room, event(type, id));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            protection(other).exportTo(ExportQuery.all(), output);
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    private static Protection protection(ConversationStore store) {
        return Protection.of(store);
    }

    private static ImportReport importInto(ConversationStore store, String export) throws IOException {
        return protection(store)
                .importFrom(new ByteArrayInputStream(export.getBytes(StandardCharsets.UTF_8)), ImportMode.ADD);
    }
}
