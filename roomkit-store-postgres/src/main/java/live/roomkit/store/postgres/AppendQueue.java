package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Lets concurrent appends to one room share a commit, where each would otherwise wait for the room's row and pay for a
 * commit of its own.
 *
 * <p>The first caller of a room writes at once, alone. Who comes while it does waits, without a connection. When it is
 * done, the caller who waits longest takes the lead and writes for all who wait by then, in one statement; and so on
 * until nobody waits. So a caller alone is never held up, no thread but the callers' is needed, and nobody writes for
 * others more than once.
 *
 * <p>What goes wrong with one event is its own caller's matter: whatever a common statement does not write, each caller
 * tries again by itself. Only what concerns all of them, a time-out or a lost connection, fails them all; where it leaves
 * open whether the events were written, each caller repeats its own append, outside of the queue, and finds out. A caller who
 * is interrupted, or whose time is up, leaves; its event is then not written if nobody had begun to write it.
 *
 * <p>A thread that holds a connection already must not come here: it might wait for one who waits for its connection.
 */
final class AppendQueue {

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    /** The appends that wait, by room; a room has an entry for as long as somebody writes. */
    private final Map<String, Queue<PendingAppend>> waiting = new ConcurrentHashMap<>();

    private final Consumer<List<PendingAppend>> writer;

    private final Duration patience;

    private final LongAdder commits = new LongAdder();

    private final LongAdder events = new LongAdder();

    /**
     * Creates a queue.
     *
     * @param writer writes the events of one room with one commit, and gives each its index; or writes and gives none
     * @param patience how long a caller waits for another to write, and then for what that one writes; zero for ever
     */
    AppendQueue(Consumer<List<PendingAppend>> writer, Duration patience) {
        this.writer = writer;
        this.patience = patience.isZero() ? FOR_EVER : patience;
    }

    /**
     * Appends, in company if there is any.
     *
     * @return the index; empty when the event was not written, which may be because of its room, its key or its id
     */
    Optional<Long> append(PendingAppend own) {
        if (enter(own)) {
            return lead(List.of(own));
        }
        if (!own.awaitTurn(this.patience.toNanos())) {
            return own.get();
        }
        if (Thread.currentThread().isInterrupted()) {
            passOn(own.roomId());
            throw own.interrupted(false);
        }
        return lead(take(own));
    }

    /** How many commits wrote events. */
    long commits() {
        return this.commits.sum();
    }

    /** How many events they wrote. */
    long events() {
        return this.events.sum();
    }

    /** Whether nobody writes for the room, so that this caller is to; else its event waits. */
    private boolean enter(PendingAppend own) {
        Queue<PendingAppend> none = new ArrayDeque<>();
        return this.waiting.compute(own.roomId(), (room, queue) -> {
                    if (queue == null) {
                        return none;
                    }
                    queue.add(own);
                    return queue;
                })
                == none;
    }

    /** The event of the caller who leads, and those that can be written with it. */
    private List<PendingAppend> take(PendingAppend own) {
        AppendBatch batch = new AppendBatch(own);
        this.waiting.computeIfPresent(own.roomId(), (room, queue) -> {
            queue.removeIf(other -> other.hasLeft() || (batch.fits(other) && batch.take(other)));
            return queue;
        });
        return batch.appends();
    }

    /** Has the caller who waits longest write next, or forgets the room when nobody waits. */
    private void passOn(String roomId) {
        this.waiting.computeIfPresent(roomId, (room, queue) -> {
            PendingAppend next = queue.poll();
            while (next != null && !next.lead()) {
                next = queue.poll();
            }
            return (next != null) ? queue : null;
        });
    }

    private Optional<Long> lead(List<PendingAppend> batch) {
        try {
            return write(batch);
        } catch (RuntimeException | Error ex) {
            batch.stream().skip(1).forEach(other -> other.fail(ex));
            throw ex;
        } finally {
            passOn(batch.get(0).roomId());
            batch.forEach(PendingAppend::finish);
        }
    }

    private Optional<Long> write(List<PendingAppend> batch) {
        this.writer.accept(batch);
        count(batch);
        return batch.get(0).get();
    }

    private void count(List<PendingAppend> batch) {
        int written = 0;
        for (PendingAppend append : batch) {
            written += append.isWritten() ? 1 : 0;
        }
        if (written > 0) {
            this.commits.increment();
            this.events.add(written);
        }
    }
}
