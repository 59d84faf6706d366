package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import live.roomkit.store.DuplicateIdException;
import live.roomkit.store.RoomNotFoundException;
import live.roomkit.task.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the {@link Observation observations} in a room. */
public abstract class ObservationContract extends StoreContract {

    /** Creates the tests for the given store. */
    protected ObservationContract(StoreUnderTest storeUnderTest) {
        super(storeUnderTest);
    }

    @Test
    void anAddedObservationIsReturnedAsItIsStored() {
        Observation given = Observation.of(newRoom(), newId());

        assertThat(store().addObservation(given)).isEqualTo(given);

        assertThat(secondStore().listObservations(given.roomId())).containsExactly(given);
        assertThat(given.confidence()).isEqualTo(1.0);
    }

    @Test
    void aTakenIdIsRefusedInItsRoomOnly() {
        Observation first = store().addObservation(Observation.of(newRoom(), newId()));
        Observation second = Observation.builder(first.roomId(), first.id())
                .content("second")
                .build();
        Observation elsewhere = Observation.of(newRoom(), first.id());

        assertThatExceptionOfType(DuplicateIdException.class)
                .isThrownBy(() -> store().addObservation(second))
                .withMessageContaining(first.id());
        assertThat(store().addObservation(elsewhere)).isEqualTo(elsewhere);

        assertThat(store().listObservations(first.roomId())).containsExactly(first);
    }

    @Test
    void anAbsentRoomTakesNoObservations() {
        String id = newId();

        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().addObservation(Observation.of(id, "observation")))
                .withMessageContaining(id);
        assertThat(store().listObservations(id)).isEmpty();
    }

    @Test
    void observationsComeInTheOrderOfCreationThenIdPageByPage() {
        String id = newRoom();
        for (String observationId : List.of("\uD83D\uDE80", "b", "\uFFFD", "a", "B")) {
            add(id, observationId, Samples.NOON, null);
        }
        Observation first = add(id, "z", Samples.NOON.minusSeconds(1), null);

        List<Observation> all = store().listObservations(id);
        assertThat(all).extracting(Observation::id).containsExactly("z", "B", "a", "b", "\uFFFD", "\uD83D\uDE80");
        assertThat(store().listObservations(id, null, 2, null)).isEqualTo(all.subList(0, 2));
        assertThat(store().listObservations(id, null, 2, first.cursor())).isEqualTo(all.subList(1, 3));
        assertThat(store().listObservations(id, null, 2, all.get(3).cursor())).isEqualTo(all.subList(4, 6));
        assertThat(store().listObservations(id, null, 2, all.get(5).cursor())).isEmpty();
    }

    @Test
    void observationsAreFilteredByCategoryBeforeTheLimit() {
        String id = newRoom();
        for (int i = 0; i < 10; i++) {
            add(id, "mood-" + i, Samples.NOON.plusSeconds(i), "mood");
        }
        Observation one = add(id, "one", Samples.NOON.plusSeconds(11), "intent");
        Observation two = add(id, "two", Samples.NOON.plusSeconds(12), "intent");
        add(id, "none", Samples.NOON, null);

        assertThat(store().listObservations(id, "intent", 1, null)).containsExactly(one);
        assertThat(store().listObservations(id, "intent", 1, one.cursor())).containsExactly(two);
        assertThat(store().listObservations(id, "intent")).containsExactly(one, two);
        assertThat(store().listObservations(id, "Intent")).isEmpty();
        assertThat(store().listObservations(id, null)).hasSize(13);
    }

    @Test
    void aListGives50ObservationsUnlessItSaysOtherwise() {
        String id = newRoom();
        for (int i = 0; i < 51; i++) {
            add(id, "observation-" + i, Samples.NOON, "c");
        }

        assertThat(store().listObservations(id)).hasSize(50);
        assertThat(store().listObservations(id, "c")).hasSize(50);
        assertThat(store().listObservations(id, null, 1000, null)).hasSize(51);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1001})
    void aLimitOutsideItsRangeIsRefused(int limit) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> store().listObservations(newId(), null, limit, null))
                .withMessageContaining("limit");
    }

    private Observation add(String roomId, String id, Instant createdAt, @Nullable String category) {
        return store().addObservation(Observation.builder(roomId, id)
                .createdAt(createdAt)
                .category(category)
                .build());
    }

    @Test
    void aDeletedObservationIsGoneAndItsIdFree() {
        Observation observation = store().addObservation(Observation.of(newRoom(), newId()));
        Observation other = store().addObservation(Observation.of(observation.roomId(), newId()));

        assertThat(store().deleteObservation(observation.roomId(), observation.id()))
                .isTrue();
        assertThat(store().deleteObservation(observation.roomId(), observation.id()))
                .isFalse();

        assertThat(store().listObservations(observation.roomId())).containsExactly(other);
        assertThat(store().addObservation(observation)).isEqualTo(observation);
        assertThatExceptionOfType(RoomNotFoundException.class)
                .isThrownBy(() -> store().deleteObservation(newId(), observation.id()));
    }
}
