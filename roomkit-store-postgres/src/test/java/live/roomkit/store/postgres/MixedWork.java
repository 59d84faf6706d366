package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.store.ConversationStore;
import live.roomkit.task.Task;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Does an application's daily work in rounds, on rooms of which the first is a hot one. It counts its appends, so that
 * a lost event is noticed.
 */
final class MixedWork {

    private static final int HOT_PERCENT = 20;

    private static final String OPEN_ROOMS = """
            UPDATE roomkit.rooms SET status = 'active', closed_at = NULL, data = data || '{"status": "active"}'
            WHERE status <> 'active'
            """;

    private static final String OPEN_BINDINGS =
            "UPDATE roomkit.bindings SET room_status = 'active' WHERE room_status <> 'active'";

    private final ConversationStore store;

    private final IntFunction<String> rooms;

    private final int roomCount;

    private final AtomicLong appended = new AtomicLong();

    private final AtomicLong appendedToHotRoom = new AtomicLong();

    /** Works on the rooms of the given numbers, counted from 1. */
    MixedWork(ConversationStore store, IntFunction<String> rooms, int roomCount) {
        this.store = store;
        this.rooms = rooms;
        this.roomCount = roomCount;
    }

    /** Lets all rooms of a {@link LargeDataset} take events. */
    static void openAllRooms(JdbcTemplate jdbc) {
        jdbc.update(OPEN_ROOMS);
        jdbc.update(OPEN_BINDINGS);
    }

    /** Returns the number of acknowledged events. */
    long appended() {
        return this.appended.get();
    }

    /** Returns the number of acknowledged events in the hot room. */
    long appendedToHotRoom() {
        return this.appendedToHotRoom.get();
    }

    /** Does one thing or another; what the store throws is thrown on. */
    void work() {
        String room = room();
        switch (ThreadLocalRandom.current().nextInt(10)) {
            case 0, 1, 2 -> append(room);
            case 3 -> redeliver(room);
            case 4 ->
                this.store.listEvents(
                        EventQuery.builder(room).newestFirst(true).limit(20).build());
            case 5 -> assertThat(this.store.loadRoomContext(room)).isPresent();
            case 6 -> read(room);
            case 7 -> change(room);
            case 8 ->
                this.store.updateTask(
                        this.store.addTask(Task.of(room, UUID.randomUUID().toString())));
            default -> comeAndGo();
        }
    }

    private String room() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return this.rooms.apply((random.nextInt(100) < HOT_PERCENT) ? 1 : random.nextInt(2, this.roomCount + 1));
    }

    private RoomEvent append(String room) {
        RoomEvent event = this.store
                .appendEvent(
                        room, Application.keyed(room, "hello", UUID.randomUUID().toString()))
                .event();
        count(room, 1);
        return event;
    }

    private void redeliver(String room) {
        RoomEvent first = append(room);
        RoomEvent again = this.store.appendEvent(room, first).event();
        if (again.index() != first.index()) {
            throw new IllegalStateException("appended twice");
        }
    }

    private void read(String room) {
        this.store.markAllRead(room, "sms-main");
        this.store.getUnreadCounts(
                IntStream.rangeClosed(1, 20).mapToObj(this.rooms).toList(), "sms-main");
    }

    private void change(String room) {
        this.store.patchRoomMetadata(room, Map.of("topic", "new"), Set.of("former"));
        this.store.updateRoom(room, stored -> {
            this.store.addEventsAutoIndex(
                    room, List.of(Application.message(room, "one"), Application.message(room, "two")));
            return stored.toBuilder().status(RoomStatus.ACTIVE).build();
        });
        count(room, 2);
    }

    private void comeAndGo() {
        String id = UUID.randomUUID().toString();
        this.store.createRoom(Room.of(id));
        this.store.appendEvent(id, Application.message(id, "hello"));
        this.store.deleteRoom(id);
    }

    private void count(String room, int events) {
        this.appended.addAndGet(events);
        if (room.equals(this.rooms.apply(1))) {
            this.appendedToHotRoom.addAndGet(events);
        }
    }
}
