package live.roomkit.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.internal.Unicode;
import live.roomkit.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * The records of one kind that a room has, by id, under the room's lock. Each has a place: a time, which is fixed when it
 * is first put, and its id. They are listed in the order of their places.
 *
 * @param <T> the kind
 */
final class RoomRecords<T> {

    /** By time, then id by code point, as PostgreSQL's collation "C" has it. */
    static final Comparator<Cursor> ORDER =
            Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id, Unicode::compare);

    private final StoreLock lock;

    private final Function<T, Cursor> place;

    private final BinaryOperator<T> keepingTime;

    private final Map<String, T> byId = new HashMap<>();

    /**
     * Holds no records.
     *
     * @param lock the room's
     * @param place the time and the id of a record
     * @param keepingTime makes of a record and the one stored before it the first with the time of the second
     */
    RoomRecords(StoreLock lock, Function<T, Cursor> place, BinaryOperator<T> keepingTime) {
        this.lock = lock;
        this.place = place;
        this.keepingTime = keepingTime;
    }

    /** Adds a record whose id is free. */
    T add(T value, Function<String, StoreException> taken) {
        return this.lock.write(() -> {
            if (this.byId.containsKey(id(value))) {
                throw taken.apply(id(value));
            }
            return store(value);
        });
    }

    /** Adds a record, or replaces the one of its id. */
    T put(T value) {
        return this.lock.write(() -> {
            T stored = this.byId.get(id(value));
            return store((stored != null) ? this.keepingTime.apply(value, stored) : value);
        });
    }

    /** Writes what a change makes of a record. The change runs while no other thread may write, and may write itself. */
    T update(String id, UnaryOperator<T> change, Function<String, StoreException> missing) {
        return this.lock.hold(() -> {
            T changed = change.apply(stored(id, missing));
            return this.lock.write(() -> store(this.keepingTime.apply(changed, stored(id, missing))));
        });
    }

    void replaceAll(UnaryOperator<T> change) {
        this.lock.change(() -> this.byId.replaceAll((id, value) -> change.apply(value)));
    }

    boolean remove(String id) {
        return this.lock.write(() -> this.byId.remove(id) != null);
    }

    Optional<T> find(String id) {
        return this.lock.read(() -> Optional.ofNullable(this.byId.get(id)));
    }

    boolean contains(String id) {
        return this.lock.read(() -> this.byId.containsKey(id));
    }

    boolean anyMatch(Predicate<T> wanted) {
        return this.lock.read(() -> this.byId.values().stream().anyMatch(wanted));
    }

    List<T> list() {
        return this.lock.read(() -> ordered().toList());
    }

    List<T> list(Predicate<T> wanted, int limit, @Nullable Cursor after) {
        return this.lock.read(() -> ordered()
                .filter(wanted)
                .filter(value -> isAfter(this.place.apply(value), after))
                .limit(limit)
                .toList());
    }

    /** Whether a place comes after another; every place comes after none. */
    static boolean isAfter(Cursor place, @Nullable Cursor after) {
        return after == null || ORDER.compare(place, after) > 0;
    }

    private Stream<T> ordered() {
        return this.byId.values().stream().sorted(Comparator.comparing(this.place, ORDER));
    }

    private T stored(String id, Function<String, StoreException> missing) {
        T stored = this.byId.get(id);
        if (stored == null) {
            throw missing.apply(id);
        }
        return stored;
    }

    private T store(T value) {
        this.byId.put(id(value), value);
        return value;
    }

    private String id(T value) {
        return this.place.apply(value).id();
    }
}
