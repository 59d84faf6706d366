package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Tests that the numbers of a read marker do not depend on the lock {@code FOR KEY SHARE} of the room's row. PostgreSQL
 * can lose this lock beside an update of the row. The transactions of these tests never lock the row of the room in a
 * mode that conflicts with {@code FOR KEY SHARE}, as if the lock had been lost.
 */
class ReadMarkerLockTests {

    private static final String CHANNEL = "channel";

    @AutoClose
    private static final Application application = new Application(4, true);

    private final String room = application.newRoom();

    private final List<RoomEvent> events = List.of(append("one"), append("two"), append("three"));

    private RoomEvent append(String text) {
        return application
                .observer()
                .appendEvent(this.room, Application.message(this.room, text))
                .event();
    }

    @Test
    void aDeletionCountsForAMarkerThatMovesPastTheEventMeanwhile() throws Exception {
        application.observer().markRead(this.room, CHANNEL, this.events.get(0).id());

        CompletableFuture<List<String>> deleted = application.transaction().execute(status -> {
            application.jdbc().update("""
                    UPDATE roomkit.read_markers SET event_index = 2, events_read = 3, messages_read = 3 WHERE room_id = ?
                    """, this.room);
            return waiting(() -> application
                    .observer()
                    .deleteEvent(this.room, this.events.get(1).id(), ReplyPolicy.KEEP));
        });

        assertThat(deleted.get(20, TimeUnit.SECONDS)).hasSize(1);
        assertRight();
    }

    @Test
    void aMarkerThatMovesCountsADeletionMeanwhile() throws Exception {
        application.observer().markRead(this.room, CHANNEL, this.events.get(0).id());

        CompletableFuture<Boolean> marked = application.transaction().execute(status -> {
            application.jdbc().update("DELETE FROM roomkit.events WHERE room_id = ? AND index = 1", this.room);
            application
                    .jdbc()
                    .update("UPDATE roomkit.rooms SET event_count = 2, message_count = 2 WHERE id = ?", this.room);
            application
                    .jdbc()
                    .update("UPDATE roomkit.read_markers SET events_read = events_read WHERE room_id = ?", this.room);
            return waiting(() -> application
                    .observer()
                    .markRead(this.room, CHANNEL, this.events.get(2).id()));
        });

        assertThat(marked.get(20, TimeUnit.SECONDS)).isTrue();
        assertRight();
    }

    private void assertRight() {
        RoomCounts.assertRight(application.database().jdbc(), this.room);
    }

    /** Runs the work in another thread, and returns when this work waits for a lock. */
    private static <T> CompletableFuture<T> waiting(Supplier<T> work) {
        CompletableFuture<T> result = CompletableFuture.supplyAsync(work, task -> new Thread(task).start());
        application.awaitBlockedSession();
        return result;
    }
}
