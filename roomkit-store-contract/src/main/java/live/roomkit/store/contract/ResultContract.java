package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import live.roomkit.room.RoomContext;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests that the collections returned by operations cannot be modified, and that a closed store rejects every call. The
 * operations are found by reflection, so operations of later versions are tested too.
 */
public abstract class ResultContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected ResultContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @TestFactory
    Stream<DynamicTest> returnedCollectionsCannotBeModified() {
        return forEachProbe(probe -> {
            assertUnmodifiable(probe.call(store(), OrganizationProbes.World.create(store(), null)));
            assertUnmodifiable(resultIfAny(probe, OrganizationProbes.World.missing()));
        });
    }

    @TestFactory
    Stream<DynamicTest> aClosedStoreRefusesEveryCall() {
        return forEachProbe(probe -> {
            ConversationStore closed = newStore();
            closed.close();
            for (ConversationStore store : new ConversationStore[] {closed, closed.forOrganization("organization")}) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(() -> probe.call(store, OrganizationProbes.World.missing()))
                        .withMessage("The store is closed");
            }
        });
    }

    @Test
    void aClosedStoreRefusesAnEmptyBatch() {
        ConversationStore closed = newStore();
        closed.close();

        assertThatIllegalStateException().isThrownBy(() -> closed.addEventsAutoIndex(newId(), List.of()));
    }

    @Test
    void aStoreMayBeClosedTwiceAndLeavesOthersOpen() {
        String id = newRoom();
        ConversationStore other = newStore();

        other.close();
        other.close();

        assertThat(store().roomExists(id)).isTrue();
    }

    @Test
    void aStoreUnwrapsToItselfAndAViewToNothingBehindIt() {
        Class<?> type = store().unwrap(ConversationStore.class).orElseThrow().getClass();

        assertThat(store().unwrap(type)).isPresent();
        assertThat(store().unwrap(String.class)).isEmpty();
        assertThat(store().forOrganization(newId()).unwrap(type)).isEmpty();
    }

    private interface ProbeTest {

        void run(OrganizationProbes.Probe probe) throws Throwable;
    }

    private static Stream<DynamicTest> forEachProbe(ProbeTest test) {
        return OrganizationProbes.BY_SIGNATURE.entrySet().stream()
                .map(probe -> DynamicTest.dynamicTest(probe.getKey(), () -> test.run(probe.getValue())));
    }

    private @Nullable Object resultIfAny(OrganizationProbes.Probe probe, OrganizationProbes.World world)
            throws Throwable {
        try {
            return probe.call(store(), world);
        } catch (StoreException ex) {
            return null;
        }
    }

    private static void assertUnmodifiable(@Nullable Object result) {
        if (result instanceof Optional<?> optional) {
            assertUnmodifiable(optional.orElse(null));
        } else if (result instanceof RoomContext context) {
            assertUnmodifiable(context.bindings());
            assertUnmodifiable(context.participants());
        } else if (result instanceof Collection<?> collection) {
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(collection::clear);
        } else if (result instanceof Map<?, ?> map) {
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(map::clear);
        }
    }
}
