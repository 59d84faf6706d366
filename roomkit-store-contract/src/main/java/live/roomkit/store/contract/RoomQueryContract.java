package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import live.roomkit.Cursor;
import live.roomkit.room.Room;
import live.roomkit.room.RoomQuery;
import live.roomkit.room.RoomQueryBuilder;
import live.roomkit.room.RoomStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests listing rooms and finding rooms by organization, status and metadata. */
public abstract class RoomQueryContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected RoomQueryContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void roomsComeInTheOrderOfCreationTimeThenIdByCodePoint() {
        String organization = newId();
        String prefix = newId();
        create(organization, prefix + "\uD83D\uDE80", Samples.NOON);
        create(organization, prefix + "\uFFFD", Samples.NOON);
        create(organization, prefix + "a", Samples.NOON);
        create(organization, prefix + "B", Samples.NOON);
        create(organization, prefix + "c", Samples.NOON.minusSeconds(1));
        create(organization, prefix + "A", Samples.NOON.plusSeconds(1));

        assertThat(find(of(organization)))
                .containsExactly(
                        prefix + "c",
                        prefix + "B",
                        prefix + "a",
                        prefix + "\uFFFD",
                        prefix + "\uD83D\uDE80",
                        prefix + "A");
    }

    @Test
    void pagesByCursorHoldEachRoomOnce() {
        String organization = newId();
        Set<String> created = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            created.add(create(organization, newId(), Samples.NOON.plusSeconds(i / 10)));
        }

        List<String> seen = new ArrayList<>();
        Cursor after = null;
        List<Room> page;
        do {
            page = store().findRooms(of(organization).after(after).limit(4).build());
            page.forEach(room -> seen.add(room.id()));
            after = page.isEmpty() ? after : page.get(page.size() - 1).cursor();
        } while (!page.isEmpty());

        assertThat(seen).hasSize(25).containsExactlyInAnyOrderElementsOf(created);
        assertThat(seen).isEqualTo(find(of(organization)));
    }

    @Test
    void aCursorOutlivesItsRoom() {
        String organization = newId();
        String first = create(organization, newId(), Samples.NOON);
        String second = create(organization, newId(), Samples.NOON.plusSeconds(1));
        Cursor cursor = room(first).cursor();
        store().deleteRoom(first);

        assertThat(find(of(organization).after(cursor))).containsExactly(second);
    }

    @Test
    void anOffsetSkipsRooms() {
        String organization = newId();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(create(organization, newId(), Samples.NOON.plusSeconds(i)));
        }

        assertThat(find(of(organization).offset(1).limit(3))).isEqualTo(ids.subList(1, 4));
        assertThat(find(of(organization).offset(4))).isEqualTo(ids.subList(4, 5));
        assertThat(find(of(organization).offset(5))).isEmpty();
    }

    @Test
    void aQueryGives50RoomsUnlessItSaysOtherwise() {
        String organization = newId();
        for (int i = 0; i < 51; i++) {
            create(organization, newId(), Samples.NOON);
        }

        assertThat(find(of(organization))).hasSize(50);
        assertThat(find(of(organization).limit(1000))).hasSize(51);
    }

    @Test
    void listedRoomsAreOrderedAndPaged() {
        Instant longAgo = Instant.parse("0001-01-01T00:00:00Z")
                .plusNanos(1000 * ThreadLocalRandom.current().nextLong(1_000_000_000_000L));
        String id = store().createRoom(Room.builder(newId()).createdAt(longAgo).build())
                .id();
        try {
            List<Room> rooms = store().listRooms(0, 1000);

            assertThat(rooms).extracting(Room::id).contains(id).doesNotHaveDuplicates();
            assertThat(rooms).isSortedAccordingTo(Comparator.comparing(Room::createdAt));
            assertThat(store().listRooms().size()).isBetween(1, 50);
            assertThat(store().listRooms(0, 1)).hasSize(1);
        } finally {
            store().deleteRoom(id);
        }
    }

    @Test
    void aListTakesNoNegativeOffsetAndNoLimitOutsideItsRange() {
        assertRefused("offset", -1, 50);
        assertRefused("limit", 0, 0);
        assertRefused("limit", 0, -1);
        assertRefused("limit", 0, 1001);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> RoomQuery.builder()
                        .after(new Cursor(Samples.NOON, "a"))
                        .offset(1)
                        .build())
                .withMessageContaining("offset");
    }

    private void assertRefused(String argument, int offset, int limit) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().listRooms(offset, limit))
                .withMessageContaining(argument);
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(
                        () -> RoomQuery.builder().offset(offset).limit(limit).build())
                .withMessageContaining(argument);
    }

    @Test
    void roomsAreFoundByState() {
        String organization = newId();
        String active = create(organization, newId(), Samples.NOON);
        String paused = create(organization, newId(), Samples.NOON.plusSeconds(1));
        String closed = create(organization, newId(), Samples.NOON.plusSeconds(2));
        setStatus(paused, RoomStatus.PAUSED);
        setStatus(closed, RoomStatus.CLOSED);

        assertThat(find(of(organization).statuses(Set.of(RoomStatus.PAUSED, RoomStatus.CLOSED))))
                .containsExactly(paused, closed);
        assertThat(find(of(organization).statuses(Set.of(RoomStatus.ACTIVE)))).containsExactly(active);
        assertThat(find(of(organization).statuses(Set.of(RoomStatus.ARCHIVED)))).isEmpty();
        assertThat(find(of(organization).statuses(Set.of()))).isEmpty();
        assertThat(find(of(organization).statuses(null))).containsExactly(active, paused, closed);
        assertThat(find(RoomQuery.builder().statuses(Set.of()))).isEmpty();
    }

    @Test
    void aRoomThatMovesToAnotherOrganizationIsFoundThere() {
        String from = newId();
        String to = newId();
        String id = create(from, newId(), Samples.NOON);

        store().updateRoom(id, room -> room.toBuilder().organizationId(to).build());

        assertThat(find(of(from))).isEmpty();
        assertThat(find(of(to))).containsExactly(id);
    }

    @Test
    void metadataMatchesByContainment() {
        Map<String, Object> metadata = Map.of(
                "tier",
                "premium",
                "age",
                41,
                "price",
                new BigDecimal("1.10"),
                "vip",
                true,
                "big",
                BigInteger.ONE.shiftLeft(63),
                "tags",
                List.of("a", "b", List.of(1, 2)),
                "address",
                Map.of("city", "Bern", "geo", Map.of("lat", 46)),
                "lines",
                List.of(Map.of("sku", "x", "count", 2), Map.of("sku", "y")));

        assertMatch(metadata, Map.of("tier", "premium"));
        assertMatch(metadata, Map.of("tier", "premium", "age", 41));
        assertMatch(metadata, Map.of("age", new BigDecimal("41.0")));
        assertMatch(metadata, Map.of("price", new BigDecimal("1.1")));
        assertMatch(metadata, Map.of("vip", true));
        assertMatch(metadata, Map.of("big", BigInteger.ONE.shiftLeft(63)));
        assertMatch(metadata, Map.of("tags", List.of("b")));
        assertMatch(metadata, Map.of("tags", List.of("b", "a", "b")));
        assertMatch(metadata, Map.of("tags", List.of(List.of(2))));
        assertMatch(metadata, Map.of("tags", List.of()));
        assertMatch(metadata, Map.of("address", Map.of("geo", Map.of("lat", 46))));
        assertMatch(metadata, Map.of("address", Map.of()));
        assertMatch(metadata, Map.of("lines", List.of(Map.of("sku", "x"), Map.of("count", 2))));
    }

    @Test
    void metadataThatIsNotContainedDoesNotMatch() {
        Map<String, Object> metadata = Map.of(
                "tier", "premium",
                "age", 41,
                "tags", List.of("a", "b"),
                "address", Map.of("city", "Bern"),
                "lines", List.of(Map.of("sku", "x"), Map.of("count", 2)));

        assertNoMatch(metadata, Map.of("tier", "Premium"));
        assertNoMatch(metadata, Map.of("tier", "prem"));
        assertNoMatch(metadata, Map.of("age", "41"));
        assertNoMatch(metadata, Map.of("age", 42));
        assertNoMatch(metadata, Map.of("tags", "a"));
        assertNoMatch(metadata, Map.of("tags", List.of("a", "c")));
        assertNoMatch(metadata, Map.of("tags", Map.of()));
        assertNoMatch(metadata, Map.of("address", "Bern"));
        assertNoMatch(metadata, Map.of("address", Map.of("city", "Bern", "zip", 3000)));
        assertNoMatch(metadata, Map.of("city", "Bern"));
        assertNoMatch(metadata, Map.of("lines", List.of(Map.of("sku", "x", "count", 2))));
        assertNoMatch(metadata, Collections.singletonMap("absent", null));
    }

    @Test
    void aNullInMetadataIsAValue() {
        String organization = newId();
        String id = newId();
        store().createRoom(Room.builder(id)
                .organizationId(organization)
                .metadata(Collections.singletonMap("owner", null))
                .build());

        assertThat(find(of(organization).metadata(Collections.singletonMap("owner", null))))
                .containsExactly(id);
        assertThat(find(of(organization).metadata(Map.of("owner", "")))).isEmpty();
    }

    @Test
    void patchedMetadataIsFound() {
        String organization = newId();
        String id = create(organization, newId(), Samples.NOON);

        store().patchRoomMetadata(id, Map.of("tier", "gold"));

        assertThat(find(of(organization).metadata(Map.of("tier", "gold")))).containsExactly(id);
        assertThat(find(RoomQuery.builder().metadata(Map.of("tier", newId())))).isEmpty();
    }

    @Test
    void allThatAQueryAsksForMustHold() {
        String organization = newId();
        String marker = newId();
        for (RoomStatus status : List.of(RoomStatus.ACTIVE, RoomStatus.CLOSED)) {
            for (String owner : List.of(organization, newId())) {
                store().createRoom(Room.builder(status + owner)
                        .organizationId(owner)
                        .status(status)
                        .metadata(Map.of("marker", marker))
                        .build());
            }
        }
        create(organization, newId(), Samples.NOON);
        RoomQueryBuilder query = RoomQuery.builder().metadata(Map.of("marker", marker));

        assertThat(find(query)).hasSize(4);
        assertThat(find(query.statuses(Set.of(RoomStatus.CLOSED)))).hasSize(2);
        assertThat(find(query.organizationId(organization))).containsExactly(RoomStatus.CLOSED + organization);
    }

    private void assertMatch(Map<String, Object> metadata, Map<String, Object> pattern) {
        assertThat(matches(metadata, pattern)).as("%s", pattern).isTrue();
    }

    private void assertNoMatch(Map<String, Object> metadata, Map<String, @Nullable Object> pattern) {
        assertThat(matches(metadata, pattern)).as("%s", pattern).isFalse();
    }

    private boolean matches(Map<String, Object> metadata, Map<String, ? extends @Nullable Object> pattern) {
        String organization = newId();
        store().createRoom(Room.builder(newId())
                .organizationId(organization)
                .metadata(Collections.unmodifiableMap(metadata))
                .build());
        return !find(of(organization).metadata(Collections.unmodifiableMap(pattern)))
                .isEmpty();
    }

    private String create(String organization, String id, Instant createdAt) {
        return store().createRoom(Samples.createdAt(id, organization, createdAt))
                .id();
    }

    private void setStatus(String roomId, RoomStatus status) {
        store().updateRoom(roomId, room -> room.toBuilder().status(status).build());
    }

    private static RoomQueryBuilder of(String organization) {
        return RoomQuery.builder().organizationId(organization);
    }

    private List<String> find(RoomQueryBuilder query) {
        return store().findRooms(query.build()).stream().map(Room::id).toList();
    }
}
