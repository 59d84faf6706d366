package live.roomkit.store.postgres;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Combines concurrent appends to one room into one statement and one commit (group commit). Without the queue, each
 * append would wait for the lock on the room's row and make its own commit.
 *
 * <p>When no other caller writes to the room, a caller writes its event immediately and alone. Until this write is
 * done, further callers wait, without holding a connection. When the write is done, the caller that has waited longest
 * writes its own event and the events of the other waiting callers in one shared statement. Events that do not fit into
 * this statement, see {@link AppendBatch}, keep waiting. Further writes follow in the same way until no caller waits. A
 * caller without concurrent callers never waits. The queue has no background thread. Each caller writes the events of
 * others at most once.
 *
 * <p>When one event makes the shared statement fail, each caller whose event was not written tries again alone. So only
 * the caller of the failing event gets an exception. When the shared statement fails because of a timeout or a lost
 * connection, {@link #append} throws an exception for each caller whose event was in this statement. If it is then
 * unknown whether the events were committed, {@link EventAppend} repeats the append of each caller without the queue.
 *
 * <p>A caller stops waiting when its thread is interrupted, or when it has waited for longer than the constructor's
 * parameter {@code patience}. The event of a caller that has stopped waiting is not written, except when another caller
 * has already begun to write it.
 *
 * <p>A thread that already holds a connection must not use the queue. The thread could wait in the queue for another
 * caller, while that caller waits until the thread returns its connection to the pool. Both would then wait for each
 * other.
 */
final class AppendQueue {

    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    /** The waiting appends by room id. A room has an entry while a caller writes to it. */
    private final Map<String, Queue<PendingAppend>> waiting = new ConcurrentHashMap<>();

    private final Consumer<List<PendingAppend>> writer;

    private final Duration patience;

    private final LongAdder commits = new LongAdder();

    private final LongAdder events = new LongAdder();

    /**
     * Creates a queue.
     *
     * @param writer writes events of one room in one commit, and sets the index of each event that it has written
     * @param patience the longest time that an event waits until a caller begins to write it. When another caller
     *     begins to write the event, the event's own caller waits again, for at most the same time, until the write is
     *     done. Zero means no limit
     */
    AppendQueue(Consumer<List<PendingAppend>> writer, Duration patience) {
        this.writer = writer;
        this.patience = patience.isZero() ? FOR_EVER : patience;
    }

    /**
     * Appends an event, alone or in one statement with events that other callers append to the same room.
     *
     * @return the index of the event, or empty when the event was not written
     */
    Optional<Long> append(PendingAppend own) {
        if (enter(own)) {
            return lead(List.of(own), false);
        }
        if (!own.awaitTurn(this.patience.toNanos())) {
            return own.get();
        }
        if (Thread.currentThread().isInterrupted()) {
            passOn(own.roomId());
            throw own.interrupted(false);
        }
        return lead(new ArrayList<>(List.of(own)), true);
    }

    long commits() {
        return this.commits.sum();
    }

    /** Returns the number of events that the commits of the queue wrote. */
    long events() {
        return this.events.sum();
    }

    /**
     * Returns {@code true} when no other caller writes to the room, so that this caller must write its event now. When
     * another caller writes to the room, adds the event to the waiting events of the room and returns {@code false}.
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

    /**
     * Adds to {@code appends} the waiting events that one statement can write together with the caller's own event. The
     * list already contains the caller's own event.
     */
    private void addWaiting(List<PendingAppend> appends) {
        AppendBatch batch = new AppendBatch(appends);
        this.waiting.computeIfPresent(appends.get(0).roomId(), (room, queue) -> {
            queue.removeIf(other -> other.hasLeft() || (batch.fits(other) && batch.take(other)));
            return queue;
        });
    }

    /**
     * Lets the caller that has waited longest write next. When no caller waits, removes the entry of the room from the
     * map {@code waiting}.
     */
    private void passOn(String roomId) {
        this.waiting.computeIfPresent(roomId, (room, queue) -> {
            PendingAppend next = queue.poll();
            while (next != null && !next.lead()) {
                next = queue.poll();
            }
            return (next != null) ? queue : null;
        });
    }

    private Optional<Long> lead(List<PendingAppend> batch, boolean withWaiting) {
        try {
            if (withWaiting) {
                addWaiting(batch);
            }
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
