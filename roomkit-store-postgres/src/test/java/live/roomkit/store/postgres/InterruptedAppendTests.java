package live.roomkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import live.roomkit.event.AppendResult;
import live.roomkit.event.EventQuery;
import live.roomkit.event.RoomEvent;
import live.roomkit.room.Room;
import live.roomkit.store.StoreException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Callers of one room, some of whom are interrupted while they write for others. An interrupted virtual thread closes its
 * connection.
 */
@ExtendWith(QuietPools.class)
class InterruptedAppendTests {

    private static final int BYSTANDERS = 24;

    private static final int VICTIMS = 8;

    @AutoClose
    private final FreshDatabase database = new FreshDatabase();

    private final PostgresStore store = this.database.open(builder -> builder.maxPoolSize(4));

    private final String room =
            this.store.createRoom(Room.of(UUID.randomUUID().toString())).id();

    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    private final Set<String> written = ConcurrentHashMap.newKeySet();

    private final Set<String> notWritten = ConcurrentHashMap.newKeySet();

    private volatile boolean over;

    @Test
    void nobodyElseIsInDoubt() throws Exception {
        run(false);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JDK has no virtual threads")
    void nobodyElseIsInDoubtOnVirtualThreads() throws Exception {
        run(true);
    }

    private void run(boolean virtual) throws Exception {
        List<Thread> bystanders = new ArrayList<>();
        List<Thread> victims = new ArrayList<>();
        for (int i = 0; i < BYSTANDERS; i++) {
            bystanders.add(Threads.start(virtual, () -> repeat(this::appendUndisturbed)));
        }
        for (int i = 0; i < VICTIMS; i++) {
            victims.add(Threads.start(virtual, () -> repeat(this::appendInterrupted)));
        }
        long end = System.nanoTime() + Chaos.duration(Duration.ofSeconds(3)).toNanos();
        while (System.nanoTime() < end) {
            victims.get(ThreadLocalRandom.current().nextInt(VICTIMS)).interrupt();
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        this.over = true;
        for (Thread thread : bystanders) {
            thread.join();
        }
        for (Thread thread : victims) {
            thread.join();
        }

        assertThat(this.failures).isEmpty();
        Set<String> stored = this.store
                .streamEvents(EventQuery.builder(this.room).build())
                .map(RoomEvent::id)
                .collect(Collectors.toSet());
        assertThat(this.written).allMatch(stored::contains);
        assertThat(this.notWritten).noneMatch(stored::contains);
        assertThat(this.written).hasSizeGreaterThan(BYSTANDERS);
        RoomCounts.assertRight(this.database.jdbc());
    }

    private void repeat(Runnable call) {
        while (!this.over) {
            call.run();
        }
    }

    private void appendUndisturbed() {
        try {
            append();
        } catch (RuntimeException ex) {
            this.failures.add(ex);
        }
    }

    private void appendInterrupted() {
        RoomEvent event = message();
        try {
            this.store.appendEvent(this.room, event);
            this.written.add(event.id());
        } catch (StoreException ex) {
            if (ex.isOutcomeKnown()) {
                this.notWritten.add(event.id());
            }
        } finally {
            Thread.interrupted();
        }
    }

    private void append() {
        RoomEvent event = message();
        if (ThreadLocalRandom.current().nextBoolean()) {
            AppendResult result = this.store.appendEvent(this.room, event);
            assertThat(result.duplicate()).isFalse();
        } else {
            this.store.addEventAutoIndex(this.room, event);
        }
        this.written.add(event.id());
    }

    private RoomEvent message() {
        return Application.message(this.room, "hello");
    }
}
