package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import live.roomkit.channel.ChannelType;
import live.roomkit.content.CompositeContent;
import live.roomkit.content.EventContent;
import live.roomkit.content.SystemContent;
import live.roomkit.content.TextContent;
import live.roomkit.content.UnknownContent;
import live.roomkit.event.RoomEvent;
import live.roomkit.identity.Address;
import live.roomkit.identity.Identity;
import live.roomkit.room.Room;
import live.roomkit.store.InvalidContentException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Tests that a store rejects every write that would create a record larger than 8 MiB, or enlarge a record beyond this
 * size.
 */
public abstract class RecordSizeContract extends StoreContract {

    private static final int LIMIT = 8 << 20;

    private static final String FIVE_MEGABYTES = "x".repeat(5 << 20);

    /** Creates the tests for the given store. */
    protected RecordSizeContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void aRoomDoesNotGrowBeyondItByPatches() {
        String id = newRoom();
        store().patchRoomMetadata(id, Map.of("a", FIVE_MEGABYTES));
        Room before = room(id);

        assertTooLarge(() -> store().patchRoomMetadata(id, Map.of("b", FIVE_MEGABYTES, "c", 1)));

        assertThat(room(id).equals(before)).isTrue();
        assertThat(store().patchRoomMetadata(id, Map.of("c", 1)).metadata()).containsOnlyKeys("a", "c");
    }

    @Test
    void aLargeRoomTakesPatchesThatLeaveItBelow() {
        String id = newRoom();
        store().patchRoomMetadata(id, Map.of("a", FIVE_MEGABYTES));

        assertThat(store().patchRoomMetadata(id, Map.of("a", FIVE_MEGABYTES + "y"))
                        .metadata())
                .hasEntrySatisfying("a", value -> assertThat((String) value).hasSize((5 << 20) + 1));
        Map<String, ?> replaced = store().patchRoomMetadata(id, Map.of("b", FIVE_MEGABYTES), Set.of("a"))
                .metadata();

        assertThat(replaced).containsOnlyKeys("b");
        assertThat(room(id).metadata()).containsOnlyKeys("b");
    }

    @Test
    void anIdentityDoesNotGrowBeyondItByAddresses() {
        Identity identity = store().createIdentity(Identity.builder(newId())
                .metadata(Map.of("a", "x".repeat(LIMIT - 350)))
                .build());
        String address = newId() + "x".repeat(280);
        store().linkAddress(identity.id(), ChannelType.SMS, newId());

        assertTooLarge(() -> store().linkAddress(identity.id(), ChannelType.SMS, address));
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        assertTooLarge(() -> store().moveAddress(identity.id(), ChannelType.SMS, address));
        assertThat(store().resolveIdentity(ChannelType.SMS, address)).isEmpty();
        assertThat(addresses(identity)).hasSize(1);
    }

    @Test
    void anIdentityThatIsTooLargeKeepsItsAddressesWhereTheyWere() {
        String address = newId() + "x".repeat(280);
        Identity holder = store().createIdentity(Samples.identity(newId(), ChannelType.SMS, address));
        Identity large = store().createIdentity(Identity.builder(newId())
                .metadata(Map.of("a", "x".repeat(LIMIT - 300)))
                .build());

        assertTooLarge(() -> store().moveAddress(large.id(), ChannelType.SMS, address));

        assertThat(store().resolveIdentity(ChannelType.SMS, address)).contains(holder);
        assertThat(addresses(large)).isEmpty();
    }

    @Test
    void aProfileDoesNotGrowBeyondItBesideTheAddresses() {
        String address = newId() + "x".repeat(280);
        for (Identity given : List.of(
                Samples.identity(newId(), ChannelType.SMS, address),
                Identity.builder(newId())
                        .addresses(List.of(
                                Address.of(ChannelType.WHATSAPP, address).scope("account")))
                        .build())) {
            Identity identity = store().createIdentity(given);

            assertTooLarge(() -> store().updateIdentity(Identity.builder(identity.id())
                    .metadata(Map.of("a", "x".repeat(LIMIT - 300)))
                    .build()));

            assertThat(store().getIdentity(identity.id())).contains(identity);
        }
    }

    @Test
    void aBatchThatIsTooLargeInAllIsRefusedWhole() {
        String id = newRoom();
        RoomEvent large = Samples.message(id, "x".repeat(7 << 20));
        List<RoomEvent> batch = IntStream.range(0, 10)
                .mapToObj(i -> large.toBuilder().id(newId()).build())
                .toList();

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().addEventsAutoIndex(id, batch))
                .withMessage("events must not be larger than 67108864 bytes in all");

        assertThat(store().getEventCount(id)).isZero();
        assertThat(append(id, "next").index()).isZero();
    }

    /**
     * Tests nested content in which each map, list or composite contains the same inner object several times. The
     * objects use little memory, but the JSON of the content would be exponentially large. The time limit makes the
     * test fail when a store tries to create the whole JSON.
     */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void whatIsSmallOnlyBecauseItIsSharedIsTooLarge() {
        String id = newRoom();
        Map<String, Object> maps = Map.of("leaf", 1);
        List<?> lists = List.of("leaf");
        Map<String, Object> composites = Map.of("type", "text", "body", "leaf");
        for (int depth = 0; depth < 60; depth++) {
            maps = Map.of("x", maps, "y", maps);
            lists = List.of(lists, lists);
        }
        for (int depth = 0; depth < 30; depth++) {
            composites = Map.of(
                    "type",
                    "edit",
                    "target_event_id",
                    "event",
                    "new_content",
                    Map.of("type", "composite", "parts", List.of(composites, composites)));
        }
        EventContent parts = TextContent.of("leaf");
        for (int depth = 0; depth < 5; depth++) {
            parts = new CompositeContent(Collections.nCopies(10_000, parts));
        }
        for (EventContent content : List.of(
                new SystemContent("body", null, maps),
                new SystemContent("body", null, Map.of("a", lists)),
                new UnknownContent(composites),
                parts)) {
            RoomEvent event = Samples.event(id, "text").content(content).build();
            assertTooLarge(() -> store().appendEvent(id, event));
        }
        Map<String, Object> patch = maps;
        assertTooLarge(() -> store().patchRoomMetadata(id, patch));

        assertThat(append(id, "next").index()).isZero();
        assertThat(room(id).metadata()).isEmpty();
    }

    private List<String> addresses(Identity identity) {
        return store().getIdentity(identity.id())
                .orElseThrow()
                .channelAddresses()
                .getOrDefault(ChannelType.SMS, List.of());
    }

    private static void assertTooLarge(ThrowingCallable call) {
        assertThatExceptionOfType(InvalidContentException.class)
                .isThrownBy(call)
                .withMessage("The record is larger than " + LIMIT + " bytes");
    }
}
