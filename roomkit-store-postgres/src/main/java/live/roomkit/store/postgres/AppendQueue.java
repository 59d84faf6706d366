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
 * <p>The first caller of a room writes at once, alone. Callers that arrive meanwhile wait without holding a connection.
 * When the first caller is done, the caller that has waited longest leads: it writes the events of all waiting callers
 * in one statement. This continues until nobody waits. So a single caller never waits, the queue needs no thread of its
 * own, and no caller writes for others more than once.
 *
 * <p>The failure of one event concerns only its own caller. Each caller tries again by itself when a common statement
 * did not write its event. Only a timeout or a lost connection fails all callers of the statement. When such a failure
 * leaves open whether the events were written, each caller repeats its own append outside the queue and finds out. A
 * caller leaves when it is interrupted or its time is up. Its event is then not written, unless another caller has
 * begun to write it.
 *
 * <p>A thread that already holds a connection must not use the queue, because it might wait for a caller that waits for
 * its connection.
 */
final class AppendQueue {

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    /** The waiting appends, by room. A room has an entry for as long as a caller writes to it. */
    private final Map<String, Queue<PendingAppend>> waiting = new ConcurrentHashMap<>();

    private final Consumer<List<PendingAppend>> writer;

    private final Duration patience;

    private final LongAdder commits = new LongAdder();

    private final LongAdder events = new LongAdder();

    /**
     * Creates a queue.
     *
     * @param writer writes the events of one room with one commit and gives each its index, or writes none and gives
     *     none
     * @param patience the time that a caller waits for another caller to begin, and then for that caller's write; zero
     *     sets no limit
     */
    AppendQueue(Consumer<List<PendingAppend>> writer, Duration patience) {
        this.writer = writer;
        this.patience = patience.isZero() ? FOR_EVER : patience;
    }

    /**
     * Appends an event, together with those of other callers when there are any.
     *
     * @return the index, or empty when the event was not written, which may be because of its room, its key or its id
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

    /** Returns the number of commits that wrote events. */
    long commits() {
        return this.commits.sum();
    }

    /** Returns the number of events that these commits wrote. */
    long events() {
        return this.events.sum();
    }

    /**
     * Returns {@code true} when nobody writes for the room, so that this caller writes. Otherwise adds its event to
     * those that wait.
     */
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

    /** Returns the leading caller's event and the waiting events that can be written with it. */
    private List<PendingAppend> take(PendingAppend own) {
        AppendBatch batch = new AppendBatch(own);
        this.waiting.computeIfPresent(own.roomId(), (room, queue) -> {
            queue.removeIf(other -> other.hasLeft() || (batch.fits(other) && batch.take(other)));
            return queue;
        });
        return batch.appends();
    }

    /** Makes the caller that has waited longest the next to write, or removes the room's entry when nobody waits. */
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
