package live.roomkit.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.internal.Unicode;
import org.jspecify.annotations.Nullable;

/**
 * The records of one kind that a room has, by id. They are listed in the order of a time, then id.
 *
 * @param <T> the kind
 */
final class RoomRecords<T> {

    /** By time, then id by code point, as PostgreSQL's collation "C" has it. */
    static final Comparator<Cursor> ORDER =
            Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id, Unicode::compare);

    private final Map<String, T> byId = new HashMap<>();

    private final Function<T, Cursor> place;

    RoomRecords(Function<T, Cursor> place) {
        this.place = place;
    }

    Optional<T> find(String id) {
        return Optional.ofNullable(this.byId.get(id));
    }

    boolean contains(String id) {
        return this.byId.containsKey(id);
    }

    void put(T value) {
        this.byId.put(this.place.apply(value).id(), value);
    }

    boolean remove(String id) {
        return this.byId.remove(id) != null;
    }

    boolean anyMatch(Predicate<T> wanted) {
        return this.byId.values().stream().anyMatch(wanted);
    }

    List<T> list() {
        return ordered(value -> true).toList();
    }

    List<T> list(Predicate<T> wanted, int limit, @Nullable Cursor after) {
        return ordered(wanted.and(value -> isAfter(this.place.apply(value), after)))
                .limit(limit)
                .toList();
    }

    /** Whether a place comes after another; every place comes after none. */
    static boolean isAfter(Cursor place, @Nullable Cursor after) {
        return after == null || ORDER.compare(place, after) > 0;
    }

    private Stream<T> ordered(Predicate<T> wanted) {
        return this.byId.values().stream().filter(wanted).sorted(Comparator.comparing(this.place, ORDER));
    }
}
