package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import live.roomkit.participant.Participant;
import live.roomkit.room.Room;
import live.roomkit.room.RoomLookup;
import live.roomkit.room.RoomStatus;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomListingTests {

    private static final Instant NOON = Instant.parse("2024-02-29T12:00:00Z");

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    /** Each merged identity has a room, and each hundredth of them has one that is active. */
    @ParameterizedTest
    @ValueSource(ints = {300, 7_000})
    void thousandsOfMergedIdentitiesHaveTheRoomsOfAll(int merged) {
        try (PostgresStore store = this.database.open()) {
            this.database
                    .jdbc()
                    .update(
                            "INSERT INTO roomkit.identities (id, name_key, search, bytes, data, merged_into, merge_id,"
                                    + " merged_at) SELECT 'id-' || i, '', '{}', 100, jsonb_build_object('id', 'id-' || i),"
                                    + " CASE WHEN i > 0 THEN 'id-0' END, CASE WHEN i > 0 THEN 'merge-' || i END,"
                                    + " CASE WHEN i > 0 THEN CAST(? AS timestamptz) END FROM generate_series(0, ?) AS i",
                            NOON.toString(),
                            merged);
            List<Room> rooms = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Room room = store.createRoom(Room.builder("room-" + i)
                        .organizationId((i % 100 == 0) ? "rare" : "org")
                        .status((i % 100 == 0) ? RoomStatus.ACTIVE : RoomStatus.PAUSED)
                        .createdAt(NOON.plus(Duration.ofSeconds(i)))
                        .build());
                for (String identityId : new TreeSet<>(List.of("id-" + i, "id-" + (merged - i)))) {
                    store.addParticipant(Participant.builder(room.id(), identityId, "sms")
                            .identityId(identityId)
                            .build());
                }
                rooms.add(room);
            }
            Collections.reverse(rooms);
            List<Room> rare = List.of(rooms.get(99), rooms.get(199), rooms.get(299));
            RoomLookup lookup = RoomLookup.ofIdentity("id-" + merged).limit(1_000);

            assertThat(store.listRooms(lookup)).isEqualTo(rooms);
            assertThat(store.listRooms(lookup.limit(10).after(rooms.get(9).cursor())))
                    .isEqualTo(rooms.subList(10, 20));
            for (RoomLookup rarely : List.of(
                    lookup.status(RoomStatus.ACTIVE),
                    lookup.organizationId("rare"),
                    lookup.status(RoomStatus.ACTIVE).organizationId("rare"))) {
                assertThat(store.listRooms(rarely)).isEqualTo(rare);
                assertThat(store.findLatestRoom(rarely)).contains(rare.get(0));
                assertThat(store.listRooms(rarely.limit(1).after(rare.get(1).cursor())))
                        .containsExactly(rare.get(2));
                assertThat(store.listRooms(rarely.after(rare.get(2).cursor()))).isEmpty();
            }
        }
    }

    @Test
    void theSqlDoesNotGrowWithTheNumberOfMergedIdentities() {
        RoomLookup lookup = RoomLookup.ofIdentity("id-0");
        for (RoomLookup narrowed : List.of(lookup, lookup.status(RoomStatus.ACTIVE), lookup.organizationId("org"))) {
            RoomListing some = RoomListing.of(narrowed, ids(100), false);
            RoomListing many = RoomListing.of(narrowed, ids(1_000), false);

            assertThat(many.sql()).isEqualTo(some.sql());
            assertThat(many.parameters()).hasSameSizeAs(some.parameters());
        }
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "id-" + i).toList();
    }
}
