package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import live.roomkit.event.ReplyPolicy;
import live.roomkit.event.RoomEvent;
import live.roomkit.protection.ExportQuery;
import live.roomkit.protection.ImportMode;
import live.roomkit.protection.ImportReport;
import live.roomkit.protection.Protection;
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

        Future<List<String>> deleted = application.transaction().execute(status -> {
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

        Future<Boolean> marked = application.transaction().execute(status -> {
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

    @Test
    void anImportedEventCountsForAMarkerThatMovesPastItMeanwhile() throws Exception {
        application.observer().markRead(this.room, CHANNEL, this.events.get(0).id());
        Protection protection = Protection.of(application.observer());
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        protection.exportTo(ExportQuery.ofRoom(this.room), export);
        application.observer().deleteEvent(this.room, this.events.get(1).id(), ReplyPolicy.KEEP);

        Future<ImportReport> imported = application.transaction().execute(status -> {
            application.jdbc().update("""
                    UPDATE roomkit.read_markers SET event_index = 2, events_read = 2, messages_read = 2 WHERE room_id = ?
                    """, this.room);
            return waiting(() -> protection.importFrom(new ByteArrayInputStream(export.toByteArray()), ImportMode.ADD));
        });

        assertThat(imported.get(20, TimeUnit.SECONDS).added()).isEqualTo(1);
        assertRight();
    }

    private void assertRight() {
        RoomCounts.assertRight(application.database().jdbc(), this.room);
    }

    /** Runs the work in another thread, and returns when this work waits for a lock. */
    private static <T> Future<T> waiting(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(task).start();
        application.awaitBlockedSession();
        return task;
    }
}
