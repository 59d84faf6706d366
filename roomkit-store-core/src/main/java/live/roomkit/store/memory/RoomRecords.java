package live.roomkit.store.memory;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import live.roomkit.Cursor;
import live.roomkit.channel.ChannelBinding;
import live.roomkit.internal.Unicode;
import live.roomkit.participant.Participant;
import live.roomkit.store.StoreException;
import live.roomkit.task.Observation;
import live.roomkit.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * Stores all of a room's records of one kind, such as its tasks, by id. The lock of the room protects the records.
 * Lists are ordered by the creation time of the record, then by its id. The creation time never changes after the
 * record is first stored.
 *
 * @param <T> the kind of record
 */
final class RoomRecords<T> {

    /** Order by creation time, then by the code points of the id, as in PostgreSQL's collation "C". */
    static final Comparator<Cursor> ORDER =
            Comparator.comparing(Cursor::createdAt).thenComparing(Cursor::id, Unicode::compare);

    private final StoreLock lock;

    private final Recording recording;

    private final Function<T, Cursor> place;

    private final BinaryOperator<T> keepingTime;

    private final Map<String, T> byId = new HashMap<>();

    /**
     * Creates an empty collection of records. The function {@code keepingTime} receives a new record and the stored
     * record with the same id. It returns the record that replaces the stored record and has the same creation time.
     */
    private RoomRecords(StoreLock lock, Recording recording, Function<T, Cursor> place, BinaryOperator<T> keepingTime) {
        this.lock = lock;
        this.recording = recording;
        this.place = place;
        this.keepingTime = keepingTime;
    }

    static RoomRecords<ChannelBinding> ofBindings(StoreLock lock, Recording recording) {
        return new RoomRecords<>(
                lock,
                recording,
                binding -> new Cursor(binding.attachedAt(), binding.channelId()),
                (binding, stored) ->
                        binding.toBuilder().attachedAt(stored.attachedAt()).build());
    }

    static RoomRecords<Participant> ofParticipants(StoreLock lock, Recording recording) {
        return new RoomRecords<>(
                lock,
                recording,
                participant -> new Cursor(participant.joinedAt(), participant.id()),
                (participant, stored) ->
                        participant.toBuilder().joinedAt(stored.joinedAt()).build());
    }

    static RoomRecords<Task> ofTasks(StoreLock lock, Recording recording) {
        return new RoomRecords<>(
                lock,
                recording,
                Task::cursor,
                (task, stored) -> task.toBuilder().createdAt(stored.createdAt()).build());
    }

    static RoomRecords<Observation> ofObservations(StoreLock lock, Recording recording) {
        return new RoomRecords<>(lock, recording, Observation::cursor, (observation, stored) -> stored);
    }

    /**
     * Adds a record. When a record with the same id exists, throws the exception that {@code taken} returns for this
     * id.
     */
    T add(T value, Function<String, StoreException> taken) {
        return this.lock.write(() -> {
            if (this.byId.containsKey(id(value))) {
                throw taken.apply(id(value));
            }
            return store(value);
        });
    }

    T put(T value) {
        return this.lock.write(() -> {
            T stored = this.byId.get(id(value));
            return store((stored != null) ? this.keepingTime.apply(value, stored) : value);
        });
    }

    /**
     * Updates a record with the result of the function {@code change}. While {@code change} runs, only {@code change}
     * itself can write to the room. When the record does not exist, throws the exception that {@code missing} returns
     * for the id.
     */
    T update(String id, UnaryOperator<T> change, Function<String, StoreException> missing) {
        return this.lock.hold(() -> {
            T changed = change.apply(stored(id, missing));
            return this.lock.write(() -> store(this.keepingTime.apply(changed, stored(id, missing))));
        });
    }

    void replaceAll(UnaryOperator<T> change) {
        this.lock.change(() -> this.byId.replaceAll((id, value) -> {
            T changed = change.apply(value);
            if (!changed.equals(value)) {
                this.recording.changed().accept(id);
            }
            return changed;
        }));
    }

    int removeAll(Predicate<T> unwanted) {
        return this.lock.write(() -> {
            List<String> removed = this.byId.entrySet().stream()
                    .filter(entry -> unwanted.test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            removed.forEach(this::remove);
            return removed.size();
        });
    }

    boolean remove(String id) {
        return this.lock.write(() -> {
            boolean removed = this.byId.remove(id) != null;
            if (removed) {
                this.recording.removed().accept(id);
            }
            return removed;
        });
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

    /**
     * Tells whether {@code place} comes after {@code after} in a list. Returns {@code true} when {@code after} is
     * {@code null}, which stands for the beginning of the list.
     */
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
        this.recording.changed().accept(id(value));
        return value;
    }

    private String id(T value) {
        return this.place.apply(value).id();
    }

    /**
     * Contains two functions that add an entry to the change feed: one for a record that was added or changed, and one
     * for a removed record. Both functions receive the id of the record.
     */
    record Recording(Consumer<String> changed, Consumer<String> removed) {}
}
