package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import live.roomkit.room.AgentResponsePolicy;
import live.roomkit.room.GapPolicy;
import live.roomkit.room.Room;
import live.roomkit.room.RoomStatus;
import live.roomkit.room.RoomTimers;
import live.roomkit.store.RoomNotFoundException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the three ways to update a room: with a complete record, with a function, and with a patch of the metadata. */
public abstract class RoomUpdateContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected RoomUpdateContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anUpdateWritesWhatTheApplicationOwnsAndStampsTheRoom() {
        Room created =
                store().createRoom(Room.builder(newId()).createdAt(Samples.NOON).build());
        Room changed = created.toBuilder()
                .organizationId(newId())
                .status(RoomStatus.CLOSED)
                .closedAt(Samples.NOON.plusSeconds(9))
                .timers(new RoomTimers(1L, 2L, null))
                .agentResponsePolicy(AgentResponsePolicy.ADDRESSED_ONLY)
                .metadata(Map.of("tier", "premium"))
                .build();

        Room updated = store().updateRoom(changed);

        assertThat(updated.updatedAt()).isAfter(Samples.NOON);
        assertThat(updated)
                .isEqualTo(changed.toBuilder().updatedAt(updated.updatedAt()).build());
        assertThat(secondStore().getRoom(created.id())).contains(updated);
    }

    @Test
    void anUpdateTakesAwayWhatIsAbsent() {
        Room full = store().createRoom(Room.builder(newId())
                .organizationId(newId())
                .closedAt(Samples.NOON)
                .timers(new RoomTimers(1L, 2L, null))
                .metadata(Map.of("tier", "premium"))
                .build());

        store().updateRoom(Room.of(full.id()));

        Room updated = room(full.id());
        assertThat(updated.organizationId()).isNull();
        assertThat(updated.closedAt()).isNull();
        assertThat(updated.timers()).isEqualTo(RoomTimers.NONE);
        assertThat(updated.metadata()).isEmpty();
        assertThat(updated.createdAt()).isEqualTo(full.createdAt());
    }

    @Test
    void aStaleCopyRewindsNothingThatTheStoreManages() {
        String id = newRoom();
        appendMany(id, 6);
        Room stale = room(id);
        store().deleteEvent(id, appendMany(id, 4).get(1).id());
        store().advanceDeliveredIndex(id, 7, GapPolicy.SKIP);
        Room before = room(id);

        Room updated = store().updateRoom(stale.toBuilder()
                .createdAt(Samples.NOON)
                .timers(stale.timers().withLastActivityAt(Samples.NOON))
                .build());

        assertThat(updated.eventCount()).isEqualTo(9);
        assertThat(updated.latestIndex()).isEqualTo(9);
        assertThat(updated.deliveredIndex()).isEqualTo(7);
        assertThat(updated.createdAt()).isEqualTo(before.createdAt());
        assertThat(updated.timers().lastActivityAt()).isEqualTo(before.timers().lastActivityAt());
        assertThat(room(id)).isEqualTo(updated);
        assertThat(append(id, "next").index()).isEqualTo(10);
    }

    @Test
    void anAbsentRoomCannotBeUpdated() {
        String id = newId();
        AtomicInteger calls = new AtomicInteger();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateRoom(Room.of(id)))
                .withMessageContaining(id);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().updateRoom(id, room -> {
                    calls.incrementAndGet();
                    return room;
                }));
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().patchRoomMetadata(id, Map.of("a", 1)));
        assertThat(calls).hasValue(0);
        assertThat(store().roomExists(id)).isFalse();
    }

    @Test
    void aFunctionSeesThePresentRoomOnceAndItsResultIsStored() {
        String id = newRoom();
        appendMany(id, 2);
        Room before = room(id);
        AtomicInteger calls = new AtomicInteger();

        Room updated = store().updateRoom(id, room -> {
            calls.incrementAndGet();
            assertThat(room).isEqualTo(before);
            return room.toBuilder()
                    .status(RoomStatus.PAUSED)
                    .createdAt(Samples.NOON)
                    .eventCount(77)
                    .latestIndex(77L)
                    .deliveredIndex(77L)
                    .build();
        });

        assertThat(calls).hasValue(1);
        assertThat(updated)
                .isEqualTo(before.toBuilder()
                        .status(RoomStatus.PAUSED)
                        .updatedAt(updated.updatedAt())
                        .build());
        assertThat(room(id)).isEqualTo(updated);
    }

    @Test
    void whatAFunctionThrowsReachesTheCallerWithNothingWritten() {
        String id = newRoom();
        Room before = room(id);
        RuntimeException failure = new IllegalStateException("no");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store().updateRoom(id, room -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(room(id)).isEqualTo(before);
        assertThat(append(id, "still usable").index()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway")
    void aFunctionMustReturnThatRoom() {
        String id = newRoom();
        Room before = room(id);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().updateRoom(id, room -> null));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().updateRoom(id, room -> Room.of(newId())));

        assertThat(room(id)).isEqualTo(before);
    }

    @Test
    void aFunctionMayCallTheStore() {
        String id = newRoom();
        appendMany(id, 3);

        Room updated = store().updateRoom(id, room -> {
            append(id, "from within");
            long count = store().getEventCount(id);
            return room.toBuilder().metadata(Map.of("count", count)).build();
        });

        assertThat(updated.metadata()).containsEntry("count", 4);
        assertThat(updated.eventCount()).isEqualTo(4);
        assertThat(updated.latestIndex()).isEqualTo(3);
        assertThat(room(id)).isEqualTo(updated);
    }

    @Test
    void aPatchIsLaidOverTheTopLevelKeys() {
        Room created = store().createRoom(Room.builder(newId())
                .createdAt(Samples.NOON)
                .metadata(Map.of("kept", 1, "replaced", Map.of("a", 1, "b", 2), "gone", true))
                .build());

        Room patched = store().patchRoomMetadata(
                        created.id(), Map.of("replaced", Map.of("b", 3), "added", "x"), Set.of("gone", "never there"));

        assertThat(patched.metadata()).isEqualTo(Map.of("kept", 1, "replaced", Map.of("b", 3), "added", "x"));
        assertThat(patched.updatedAt()).isAfter(Samples.NOON);
        assertThat(patched)
                .isEqualTo(created.toBuilder()
                        .metadata(patched.metadata())
                        .updatedAt(patched.updatedAt())
                        .build());
        assertThat(secondStore().getRoom(created.id())).contains(patched);
    }

    @Test
    void aPatchStoresNullAndTakesKeysLiterally() {
        String id = newRoom();
        Map<String, @Nullable Object> patch = new HashMap<>();
        for (String key : Arrays.asList("", "a.b", "{x,y}", "it's \"quoted\"", "\\u0000", "\uD83D\uDE80", "$.x", "?")) {
            patch.put(key, Collections.singletonMap(key, null));
        }
        patch.put("nothing", null);

        Room patched = store().patchRoomMetadata(id, patch);
        Room emptied = store().patchRoomMetadata(id, Map.of(), Set.of("", "a.b", "{x,y}", "$.x", "?"));

        assertThat(patched.metadata()).isEqualTo(patch).containsEntry("nothing", null);
        assertThat(emptied.metadata()).containsOnlyKeys("it's \"quoted\"", "\\u0000", "\uD83D\uDE80", "nothing");
        assertThat(room(id)).isEqualTo(emptied);
    }

    @Test
    void aKeyCannotBeBothPatchedAndUnset() {
        String id = newRoom();
        Room before = room(id);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().patchRoomMetadata(id, Map.of("a", 1), Set.of("a")));

        assertThat(room(id)).isEqualTo(before);
    }

    @Test
    void appendingDoesNotTouchTheTimeOfTheUpdate() {
        Room created =
                store().createRoom(Room.builder(newId()).createdAt(Samples.NOON).build());

        append(created.id(), "hello");
        store().markAllRead(created.id(), "channel");

        assertThat(room(created.id()).updatedAt()).isEqualTo(Samples.NOON);
    }
}
