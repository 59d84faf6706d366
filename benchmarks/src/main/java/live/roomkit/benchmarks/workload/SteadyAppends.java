package live.roomkit.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.roomkit.event.RoomEvent;
import live.roomkit.store.ConversationStore;
import org.HdrHistogram.Histogram;

/** Appends events at a fixed rate in several threads, and records the time at which each append returned. */
final class SteadyAppends {

    private final List<ConversationStore> nodes;

    private final FreshRooms rooms;

    private final int callers;

    private final long interval;

    private final Map<String, Long> committed = new ConcurrentHashMap<>();

    private final List<Future<?>> appending = new ArrayList<>();

    SteadyAppends(List<ConversationStore> nodes, FreshRooms rooms, int callers, int perSecond) {
        this.nodes = nodes;
        this.rooms = rooms;
        this.callers = callers;
        this.interval = TimeUnit.SECONDS.toNanos(callers) / perSecond;
    }

    /**
     * Starts the appending threads, which end after the given number of seconds. Each thread appends through all store
     * instances in turn.
     */
    void start(ExecutorService threads, double seconds) {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        for (int i = 0; i < this.callers; i++) {
            int number = i;
            this.appending.add(threads.submit(() -> append(number, end)));
        }
    }

    private void append(int number, long end) {
        long next = System.nanoTime() + this.interval * number / this.callers;
        for (long call = 0; next < end; call++) {
            LockSupport.parkNanos(next - System.nanoTime());
            String roomId = this.rooms.ids().get((int)
                    ((call * this.callers + number) % this.rooms.ids().size()));
            RoomEvent event = Messages.message(roomId, "carrier-message-" + number + '-' + call);
            this.nodes.get((int) ((call + number) % this.nodes.size())).appendEvent(roomId, event);
            this.committed.put(event.id(), System.nanoTime());
            next += this.interval;
        }
    }

    boolean isOver() {
        return this.appending.stream().allMatch(Future::isDone);
    }

    void await() throws ExecutionException, InterruptedException {
        for (Future<?> caller : this.appending) {
            caller.get();
        }
    }

    /** Returns, by the id of an event, the {@link System#nanoTime} at which the append of the event returned. */
    Map<String, Long> committed() {
        return this.committed;
    }

    /**
     * Adds the delay of each event in {@code seen} to {@code delays}. The delay of an event is the time from the return
     * of its append until a reader saw the event.
     *
     * @param seen the {@link System#nanoTime} at which the reader saw each event, by the id of the event
     */
    void addDelays(Map<String, Long> seen, Histogram delays) {
        this.committed.forEach((id, time) -> {
            Long later = seen.get(id);
            if (later != null) {
                delays.recordValue(Math.max(0, later - time));
            }
        });
    }
}
