package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import live.roomkit.event.AppendOptions;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests the times of a room's last activity and last update. After an append, the time of the last activity must come
 * from the store's own clock, not from the event. After an update of the room, the time of the last update must come
 * from the store's own clock too.
 */
public abstract class LastActivityContract extends StoreContract {

    private static final Instant FUTURE = Instant.parse("2999-01-01T00:00:00Z");

    /** Creates the tests for the given store. */
    protected LastActivityContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAppendIsActivityAtTheStoresTimeWhateverItsOwn() {
        for (Instant sent : List.of(Samples.NOON, FUTURE)) {
            for (Consumer<RoomEvent> write : List.<Consumer<RoomEvent>>of(
                    event -> store().appendEvent(event.roomId(), event),
                    event -> store().appendEvent(event.roomId(), event, AppendOptions.MARK_READ),
                    event -> store().addEventAutoIndex(event.roomId(), event),
                    event -> store().addEventsAutoIndex(event.roomId(), List.of(event)))) {
                String id = newRoom();
                RoomEvent event = Samples.event(id, "hello").createdAt(sent).build();

                assertActivity(id, now(() -> write.accept(event)));

                assertThat(event(event).createdAt()).isEqualTo(sent);
            }
        }
    }

    @Test
    void theNextAppendMovesTheLastActivityOn() {
        String id = newRoom();
        append(id, "first");
        Instant first = lastActivity(id);

        clock().forward(Duration.ofHours(2));

        assertActivity(id, now(() -> append(id, "second")));
        assertThat(lastActivity(id)).isAfter(first.plus(Duration.ofHours(2)));
    }

    @Test
    void anAppendNeverMovesTheLastActivityBack() {
        String id = newId();
        store().createRoom(Room.builder(id)
                .timers(RoomTimers.NONE.withLastActivityAt(FUTURE))
                .build());

        append(id, "hello");
        appendMany(id, 2);
        store().addEvent(Samples.at(id, 10));
        store().addEvent(Samples.at(id, 11).toBuilder()
                .createdAt(FUTURE.plusSeconds(1))
                .build());

        assertThat(lastActivity(id)).isEqualTo(FUTURE);
    }

    @Test
    void aDuplicateIsNoActivity() {
        String id = newRoom();
        store().appendEvent(id, Samples.keyed(id, "hello", "key"));
        Instant first = lastActivity(id);

        clock().forward(Duration.ofMinutes(1));
        store().appendEvent(id, Samples.keyed(id, "hello", "key"));

        assertThat(lastActivity(id)).isEqualTo(first);
    }

    @Test
    void anImportIsActivityAtTheTimeOfItsEvent() {
        String id = newRoom();

        store().addEvent(Samples.at(id, 3).toBuilder().createdAt(Samples.NOON).build());
        assertThat(lastActivity(id)).isEqualTo(Samples.NOON);

        store().addEvent(Samples.at(id, 1).toBuilder()
                .createdAt(Samples.NOON.minusSeconds(1))
                .build());
        assertThat(lastActivity(id)).isEqualTo(Samples.NOON);
    }

    @Test
    void anImportIsNoActivityLaterThanNow() {
        String id = newRoom();

        assertActivity(
                id,
                now(() -> store().addEvent(
                                Samples.at(id, 3).toBuilder().createdAt(FUTURE).build())));
    }

    @Test
    void anUpdateStartsTheTimersOfARoomWithoutEvents() {
        String id = newRoom();

        Room updated = store().updateRoom(room(id).toBuilder()
                .timers(new RoomTimers(5L, null, Samples.NOON))
                .build());

        assertThat(updated.timers()).isEqualTo(new RoomTimers(5L, null, Samples.NOON));
        assertThat(secondStore().getRoom(id)).contains(updated);
    }

    @Test
    void anUpdateKeepsTheLastActivityThatIsStored() {
        String id = newRoom();
        append(id, "hello");
        Instant before = lastActivity(id);

        for (@Nullable Instant given : new @Nullable Instant[] {Samples.NOON, FUTURE, null}) {
            store().updateRoom(withActivity(room(id), given));
            assertThat(lastActivity(id)).isEqualTo(before);
        }
    }

    @Test
    void aFunctionSetsTheLastActivityAsGiven() {
        String id = newRoom();
        append(id, "hello");

        Room updated = store().updateRoom(id, room -> withActivity(room, Samples.NOON));
        assertThat(updated.timers().lastActivityAt()).isEqualTo(Samples.NOON);
        assertThat(secondStore().getRoom(id)).contains(updated);

        store().updateRoom(id, room -> withActivity(room, null));
        assertThat(room(id).timers().lastActivityAt()).isNull();
    }

    @Test
    void noUpdateSetsAnActivityLaterThanNow() {
        String id = newRoom();
        assertActivity(id, now(() -> store().updateRoom(withActivity(room(id), FUTURE))));

        clock().forward(Duration.ofMinutes(1));
        assertActivity(id, now(() -> store().updateRoom(id, room -> withActivity(room, FUTURE))));
    }

    @Test
    void aFunctionKeepsTheActivityOfItsOwnAppend() {
        String id = newRoom();
        append(id, "first");
        clock().forward(Duration.ofMinutes(1));

        assertActivity(
                id,
                now(() -> store().updateRoom(id, room -> {
                    append(id, "from within");
                    return room.toBuilder().status(RoomStatus.PAUSED).build();
                })));
    }

    @Test
    void anUpdateIsAtTheTimeOfTheStore() {
        String id = newRoom();
        for (Runnable update : List.<Runnable>of(
                () -> store().updateRoom(room(id)),
                () -> store().updateRoom(id, room -> room),
                () -> store().patchRoomMetadata(id, Map.of("a", 1)))) {
            clock().forward(Duration.ofMinutes(1));

            Period period = now(update);

            assertThat(room(id).updatedAt()).isBetween(period.from(), period.to());
        }
    }

    private Period now(Runnable work) {
        Instant from = clock().instant().truncatedTo(ChronoUnit.MICROS);
        work.run();
        return new Period(from, clock().instant());
    }

    private void assertActivity(String roomId, Period period) {
        assertThat(lastActivity(roomId)).isBetween(period.from(), period.to());
    }

    private Instant lastActivity(String roomId) {
        Instant lastActivityAt = room(roomId).timers().lastActivityAt();
        assertThat(lastActivityAt).isNotNull();
        return (lastActivityAt != null) ? lastActivityAt : Instant.MIN;
    }

    private static Room withActivity(Room room, @Nullable Instant lastActivityAt) {
        return room.toBuilder()
                .timers(room.timers().withLastActivityAt(lastActivityAt))
                .build();
    }

    private record Period(Instant from, Instant to) {}
}
