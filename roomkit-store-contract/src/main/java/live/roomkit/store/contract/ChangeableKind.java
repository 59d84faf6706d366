package live.roomkit.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import live.roomkit.room.Room;
import live.roomkit.store.ConversationStore;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A kind of record that can be updated through a function, with the tests that all kinds have in common.
 *
 * @param reading a function that takes a record and reads the stored record with the same ids
 * @param changing a function that takes a record and a change, and applies the change to the stored record with the
 *     same ids
 * @param missing the type of the exception that an update throws when the record does not exist
 */
record ChangeableKind<T>(
        String name,
        Function<ConversationStore, T> adding,
        BiFunction<ConversationStore, T, Optional<T>> reading,
        Changing<T> changing,
        Function<T, Map<String, @Nullable Object>> metadata,
        BiFunction<T, Map<String, @Nullable Object>, T> withMetadata,
        UnaryOperator<T> withAnotherId,
        Class<? extends StoreException> missing) {

    private static final int THREADS = 8;

    private static final int CHANGES = 5;

    interface Changing<T> {

        T change(ConversationStore store, T former, UnaryOperator<T> change);
    }

    void concurrentChangesAllStay(IntFunction<ConversationStore> stores) throws Exception {
        T record = this.adding.apply(stores.apply(0));

        Race.run(THREADS, thread -> {
            for (int i = 0; i < CHANGES; i++) {
                String key = thread + "/" + i;
                this.changing.change(stores.apply(thread), record, stored -> with(stored, key));
            }
            return thread;
        });

        assertThat(this.metadata.apply(stored(stores.apply(1), record))).hasSize(THREADS * CHANGES);
    }

    void aChangeSeesThePresentRecordOnce(ConversationStore store) {
        T record = this.adding.apply(store);
        this.changing.change(store, record, stored -> with(stored, "first"));
        T present = stored(store, record);
        AtomicInteger calls = new AtomicInteger();

        T changed = this.changing.change(store, record, stored -> {
            calls.incrementAndGet();
            assertThat(stored).isEqualTo(present);
            return with(stored, "second");
        });

        assertThat(calls).hasValue(1);
        assertThat(this.metadata.apply(changed)).containsOnlyKeys("first", "second");
        assertThat(stored(store, record)).isEqualTo(changed);
    }

    void aChangeThatThrowsWritesNothing(ConversationStore store) {
        T record = this.adding.apply(store);
        RuntimeException failure = new IllegalStateException("no");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> this.changing.change(store, record, stored -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(stored(store, record)).isEqualTo(record);
    }

    void aChangeThatThrowsACheckedExceptionWritesNothing(ConversationStore store) {
        T record = this.adding.apply(store);
        Exception failure = new IOException("no");

        Throwable thrown = catchThrowable(() -> this.changing.change(store, record, stored -> {
            throw ChangeableKind.<RuntimeException>undeclared(failure);
        }));

        assertThat(thrown instanceof UndeclaredThrowableException proxied ? proxied.getCause() : thrown)
                .isSameAs(failure);

        assertThat(stored(store, record)).isEqualTo(record);
        this.changing.change(store, record, stored -> with(stored, "next"));
        assertThat(this.metadata.apply(stored(store, record))).containsOnlyKeys("next");
    }

    /** Throws a checked exception without declaring it, as code in Kotlin can. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    @SuppressWarnings("NullAway")
    void aChangeMustReturnTheRecordThatItWasGiven(ConversationStore store) {
        T record = this.adding.apply(store);

        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> this.changing.change(store, record, stored -> null))
                .withMessageContaining("change");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> this.changing.change(store, record, this.withAnotherId))
                .withMessageContaining("change");

        assertThat(stored(store, record)).isEqualTo(record);
    }

    void aMissingRecordIsNotChanged(ConversationStore store) {
        T missing = this.withAnotherId.apply(this.adding.apply(store));
        AtomicInteger calls = new AtomicInteger();

        assertThatExceptionOfType(this.missing)
                .isThrownBy(() -> this.changing.change(store, missing, stored -> {
                    calls.incrementAndGet();
                    return stored;
                }));

        assertThat(calls).hasValue(0);
        assertThat(this.reading.apply(store, missing)).isEmpty();
    }

    void aChangeMayUseTheStore(ConversationStore store, String otherRoom) {
        T record = this.adding.apply(store);

        T changed = this.changing.change(store, record, stored -> {
            assertThat(stored(store, record)).isEqualTo(stored);
            Room other = store.updateRoom(
                    otherRoom,
                    room -> room.toBuilder().metadata(Map.of("seen", this.name)).build());
            return with(stored, String.valueOf(other.metadata().get("seen")));
        });

        assertThat(this.metadata.apply(changed)).containsOnlyKeys(this.name);
        assertThat(store.getRoom(otherRoom).orElseThrow().metadata()).containsEntry("seen", this.name);
    }

    private T stored(ConversationStore store, T former) {
        return this.reading.apply(store, former).orElseThrow();
    }

    private T with(T record, String key) {
        Map<String, @Nullable Object> metadata = new HashMap<>(this.metadata.apply(record));
        metadata.put(key, 1);
        return this.withMetadata.apply(record, metadata);
    }
}
