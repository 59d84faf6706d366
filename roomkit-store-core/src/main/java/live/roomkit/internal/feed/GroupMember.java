package live.roomkit.internal.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;
import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases partitions of a consumer group and handles their changes, in one thread.
 *
 * <p>A round reads a page for each cursor and handles it. After a round without changes the thread waits for the pulse of the feed.
 * Three times in each lease the member renews its leases, claims partitions that are free, and releases those above its share.
 *
 * <p>The changes of a page are handled in one transaction. When the handler fails, the changes before the failed one are handled
 * again without it, and then the failed one by itself. When nothing was written in the transaction, they are not handled again.
 */
final class GroupMember implements Runnable, FeedPulse.Member {

    private static final Logger logger = LoggerFactory.getLogger("live.roomkit.feed.FeedConsumer");

    private static final Duration INTERRUPTION = Duration.ofSeconds(1);

    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration MOMENT = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private static final Duration LONGEST_PAUSE_OF_FEED = Duration.ofSeconds(5);

    private final ChangeFeed feed;

    private final ConsumerGroups groups;

    private final FeedPulse pulse;

    private final ConsumerSettings settings;

    private final String name = UUID.randomUUID().toString();

    private final Thread thread;

    private final CountDownLatch stopped = new CountDownLatch(1);

    private final Semaphore signals = new Semaphore(0);

    private final LongAdder handled = new LongAdder();

    private final LongAdder failures = new LongAdder();

    private final List<Cursor> cursors = new ArrayList<>();

    private final Set<String> parked = new HashSet<>();

    private volatile boolean stopping;

    private volatile Set<Integer> partitions = Set.of();

    private volatile long parkedRooms;

    private volatile @Nullable Instant behindSince;

    private volatile @Nullable RuntimeException failure;

    /** When the leases were renewed last, and when the next beat is due, in nanoseconds. */
    private volatile long renewedAt;

    private volatile long beatAt = System.nanoTime();

    GroupMember(ChangeFeed feed, ConsumerGroups groups, FeedPulse pulse, ConsumerSettings settings) {
        this.feed = feed;
        this.groups = groups;
        this.pulse = pulse;
        this.settings = settings;
        this.thread = new Thread(this, "roomkit-feed-" + settings.group());
        this.thread.setDaemon(true);
    }

    /** Makes the member known, so that the others leave it its share from the beginning. */
    void register() {
        this.renewedAt = System.nanoTime();
        this.groups.renew(group(), this.name, this.settings.lease());
    }

    void start() {
        this.thread.start();
    }

    void stop() {
        this.stopping = true;
        this.stopped.countDown();
        wake();
    }

    /** Waits for the end of the thread. Interrupts it after the time of a lease. */
    void awaitEnd() {
        if (Thread.currentThread() == this.thread) {
            return;
        }
        try {
            this.thread.join(this.settings.lease().toMillis());
            if (this.thread.isAlive()) {
                this.thread.interrupt();
                this.thread.join(INTERRUPTION.toMillis());
            }
        } catch (InterruptedException ex) {
            this.thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void wake() {
        if (this.signals.availablePermits() == 0) {
            this.signals.release();
        }
    }

    void beatSoon() {
        this.beatAt = System.nanoTime();
        wake();
    }

    @Override
    public void renewIfDue() {
        long now = System.nanoTime();
        if (!this.stopping
                && !this.partitions.isEmpty()
                && now - this.renewedAt > this.settings.lease().toNanos() / 2) {
            try {
                this.groups.renew(group(), this.name, this.settings.lease());
                this.renewedAt = now;
            } catch (RuntimeException ex) {
                logger.debug("The leases of consumer group {} were not renewed", group(), ex);
            }
        }
    }

    @Override
    public void run() {
        this.pulse.add(this);
        int failed = 0;
        try {
            while (!this.stopping) {
                failed = runRound() ? 0 : failed + 1;
                if (failed > 0) {
                    pause(doubled(Duration.ofMillis(100), failed, LONGEST_PAUSE_OF_FEED));
                }
            }
        } finally {
            this.pulse.remove(this);
            leave();
        }
    }

    /** Handles what there is, or waits for changes. Returns {@code false} after a failure of the feed. */
    private boolean runRound() {
        try {
            this.signals.drainPermits();
            if (System.nanoTime() - this.beatAt >= 0) {
                beat();
            }
            boolean found = false;
            for (Cursor cursor : List.copyOf(this.cursors)) {
                found |= read(cursor);
            }
            this.failure = null;
            if (!found) {
                this.behindSince = null;
                joinCursors();
                awaitSignal();
            }
            return true;
        } catch (LostLeaseException ex) {
            forget();
            return true;
        } catch (IllegalStateException ex) {
            this.failure = ex;
            this.stopping = true;
            return true;
        } catch (RuntimeException ex) {
            fail(ex);
            return false;
        }
    }

    private void fail(RuntimeException ex) {
        RuntimeException before = this.failure;
        if (!this.stopping && (before == null || before.getClass() != ex.getClass())) {
            logger.error("Consumer group {} cannot read the change feed, and tries again", group(), ex);
        }
        this.failure = ex;
        if (this.behindSince == null) {
            this.behindSince = Instant.now();
        }
        forget();
    }

    /** Forgets the cursors, because the stored positions may differ from them. The next beat reads them again. */
    private void forget() {
        this.cursors.clear();
        this.beatAt = System.nanoTime();
    }

    private void beat() {
        long now = System.nanoTime();
        for (Cursor cursor : this.cursors) {
            if (!cursor.isStored()) {
                this.groups.inTransaction(() -> advance(cursor.leases(), cursor.token()));
                cursor.store(cursor.token());
            }
        }
        Beat beat = this.groups.beat(group(), this.name, this.settings.lease());
        if (!beat.known()) {
            GroupConsumer.join(this.feed, this.groups, this.settings);
            return;
        }
        this.renewedAt = now;
        hold(beat.held());
        release(beat.surplus());
        this.parkedRooms = beat.parkedRooms();
        Duration next = this.settings.lease().dividedBy(3);
        if (beat.surplus() < 0) {
            next = shorter(next, SOON);
        }
        this.beatAt = now + shorter(next, beat.nextExpiry().plus(MOMENT)).toNanos();
        if (beat.reviving()) {
            revive();
        }
    }

    private void hold(List<Lease> held) {
        this.cursors.forEach(cursor -> cursor.retain(held));
        this.cursors.removeIf(cursor -> cursor.leases().isEmpty());
        boolean claimed = false;
        for (Lease lease : held) {
            if (cursorOf(lease.partition()).isEmpty()) {
                cursorAt(lease.token()).add(lease);
                claimed = true;
            }
        }
        this.partitions = Set.copyOf(held.stream().map(Lease::partition).toList());
        if (claimed) {
            this.parked.clear();
            this.parked.addAll(this.groups.parkedIn(group(), this.partitions));
        }
    }

    private Cursor cursorAt(FeedToken token) {
        return this.cursors.stream()
                .filter(cursor -> cursor.isStored() && cursor.token().equals(token))
                .findFirst()
                .orElseGet(() -> {
                    Cursor cursor = new Cursor(token);
                    this.cursors.add(cursor);
                    return cursor;
                });
    }

    private Optional<Cursor> cursorOf(int partition) {
        return this.cursors.stream().filter(cursor -> cursor.holds(partition)).findFirst();
    }

    private void release(int surplus) {
        if (surplus > 0) {
            List<Lease> held = this.cursors.stream()
                    .flatMap(cursor -> cursor.leases().stream())
                    .toList();
            this.groups.release(group(), this.name, held.subList(0, surplus));
            hold(List.copyOf(held.subList(surplus, held.size())));
        }
    }

    private void leave() {
        boolean interrupted = Thread.interrupted();
        try {
            this.groups.leave(group(), this.name);
        } catch (RuntimeException ex) {
            logger.debug("Consumer group {} did not give its partitions back", group(), ex);
        }
        this.partitions = Set.of();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads a page and handles it. Returns whether there may be more. */
    private boolean read(Cursor cursor) {
        FeedPage page = this.feed.read(this.settings.queryAfter(cursor.token()));
        Batch batch = new Batch.OfPage(this, cursor, page);
        if (!page.changes().isEmpty()) {
            this.behindSince = page.changes().get(0).recordedAt();
        }
        if (page.changes().stream().noneMatch(batch::includes)) {
            cursor.run(page.token());
        } else {
            handle(batch);
        }
        return page.hasMore() || !page.changes().isEmpty();
    }

    /**
     * Joins all cursors after a round in which none found a change. The last read began at a position of the round before, so it
     * shows that there was no change since the other reads either.
     */
    private void joinCursors() {
        if (this.cursors.size() > 1) {
            Cursor last = this.cursors.get(this.cursors.size() - 1);
            this.cursors.forEach(last::absorb);
            this.cursors.clear();
            this.cursors.add(last);
        }
    }

    private void revive() {
        for (String roomId : this.groups.revivingIn(group(), this.partitions)) {
            Optional<Cursor> cursor = cursorOf(this.settings.partitionOf(roomId));
            if (cursor.isPresent()) {
                revive(roomId, cursor.get());
            }
        }
    }

    private void revive(String roomId, Cursor cursor) {
        List<Change> changes = this.groups.keptBack(group(), roomId, this.settings.batch());
        while (!changes.isEmpty()) {
            if (!handle(new Batch.OfRoom(this, cursor, changes))) {
                return;
            }
            changes = this.groups.keptBack(group(), roomId, this.settings.batch());
        }
        this.groups.inTransaction(() -> {
            this.groups.unpark(group(), roomId);
            advance(cursor.leases(), cursor.token());
        });
        this.parked.remove(roomId);
    }

    /** Handles the changes of a batch. Returns {@code false} when a revived room was parked again, or the member stops. */
    private boolean handle(Batch batch) {
        int end = batch.changes().size();
        int chunk = end;
        int from = 0;
        int to = end;
        int failed = 0;
        while (from < end && !this.stopping) {
            Attempt attempt = new Attempt(this, batch, from, to);
            if (commit(attempt)) {
                batch.movedTo(attempt.next());
                this.handled.add(attempt.handled());
                from = attempt.next();
                to = Math.min(end, from + chunk);
                failed = 0;
            }
            Throwable failure = attempt.failure();
            if (failure == null) {
                continue;
            }
            this.failures.increment();
            if (attempt.isCommitFailure() && to - from > 1) {
                chunk = (to - from) / 2;
                to = from + chunk;
            } else if (attempt.next() > from) {
                to = attempt.next();
            } else if (++failed < this.settings.attempts()) {
                to = from + 1;
                pause(doubled(this.settings.pause(), failed, LONGEST_PAUSE));
            } else {
                park(batch, from, failure);
                from++;
                to = Math.min(end, from + chunk);
                failed = 0;
                if (batch instanceof Batch.OfRoom) {
                    return false;
                }
            }
        }
        return from == end;
    }

    /**
     * Runs an attempt in a transaction. Returns {@code false} when it was rolled back because of a change, and throws the
     * exception when the store failed.
     */
    private boolean commit(Attempt attempt) {
        try {
            this.settings.around().accept(() -> this.groups.inTransaction(attempt::run));
            return true;
        } catch (LostLeaseException | StoreUnavailableException ex) {
            throw ex;
        } catch (Throwable ex) {
            if (attempt.failure() == null) {
                if (ex instanceof StoreException failure && (failure.isRetryable() || !failure.isOutcomeKnown())) {
                    throw failure;
                }
                attempt.failAtCommit(ex);
            }
            return false;
        }
    }

    private void park(Batch batch, int place, Throwable failure) {
        Change change = batch.changes().get(place);
        String kind = failure.getClass().getName();
        this.groups.inTransaction(() -> batch.park(place, kind));
        batch.movedTo(place + 1);
        this.parked.add(change.roomId());
        this.parkedRooms++;
        logger.warn(
                "Consumer group {} parked room {} because the handler failed with {} for change {} in each of {} attempts;"
                        + " call revive when the cause is mended",
                group(),
                Shown.id(change.roomId()),
                kind,
                change.id(),
                this.settings.attempts());
        logger.debug("The handler failed", failure);
    }

    private void pause(Duration time) {
        try {
            this.stopped.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            this.stopping = true;
        }
    }

    private void awaitSignal() {
        try {
            this.signals.tryAcquire(this.beatAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            this.stopping = true;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return (one.compareTo(other) < 0) ? one : other;
    }

    private static Duration doubled(Duration first, int times, Duration longest) {
        Duration pause = first;
        for (int i = 1; i < times && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return (pause.compareTo(longest) < 0) ? pause : longest;
    }

    ConsumerGroups groups() {
        return this.groups;
    }

    String group() {
        return this.settings.group();
    }

    int partitionOf(Change change) {
        return this.settings.partitionOf(change.roomId());
    }

    void callHandler(Change change) {
        this.settings.handler().accept(change);
    }

    void advance(Collection<Lease> leases, FeedToken token) {
        this.groups.advance(group(), this.name, this.settings.lease(), leases, token);
    }

    boolean isParked(String roomId) {
        return this.parked.contains(roomId);
    }

    boolean isStopping() {
        return this.stopping;
    }

    /** Tells whether the leases have ended by the clock of this node, unless another thread renews them yet. */
    boolean hasLostLease() {
        return System.nanoTime() - this.renewedAt > this.settings.lease().toNanos();
    }

    void requireLease() {
        if (hasLostLease()) {
            throw new LostLeaseException(group());
        }
    }

    Set<Integer> partitions() {
        return this.partitions;
    }

    long handled() {
        return this.handled.sum();
    }

    long failures() {
        return this.failures.sum();
    }

    long parkedRooms() {
        return this.parkedRooms;
    }

    @Nullable
    Instant behindSince() {
        return this.behindSince;
    }

    @Nullable
    RuntimeException failure() {
        return this.failure;
    }
}
