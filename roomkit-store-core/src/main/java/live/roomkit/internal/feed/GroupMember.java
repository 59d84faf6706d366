package live.roomkit.internal.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import live.roomkit.feed.Change;
import live.roomkit.feed.ChangeFeed;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases partitions of a consumer group and handles their changes, in one thread.
 *
 * <p>In each round, the thread reads one page of the feed for each {@link Cursor} and handles the changes of the page.
 * After a round without changes, the thread waits until {@link FeedPulse} wakes it. Three times during the duration of
 * a lease, the member renews its leases and claims partitions that nobody leases. When it leases more partitions than
 * its share, it releases some of them.
 */
final class GroupMember implements Runnable, FeedPulse.Member {

    private static final Logger logger = LoggerFactory.getLogger("live.roomkit.feed.FeedConsumer");

    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration MOMENT = Duration.ofMillis(20);

    private static final Duration LONGEST_PAUSE_OF_FEED = Duration.ofSeconds(5);

    private final ChangeFeed feed;

    private final ConsumerGroups groups;

    private final FeedPulse pulse;

    private final ConsumerSettings settings;

    private final String name = UUID.randomUUID().toString();

    private final MemberThread thread;

    private final Semaphore signals = new Semaphore(0);

    private final Cursors cursors = new Cursors();

    private final BatchHandler handler;

    private volatile Set<Integer> partitions = Set.of();

    private volatile long parkedRooms;

    private volatile @Nullable Instant behindSince;

    private volatile @Nullable RuntimeException failure;

    /**
     * Is {@code true} when the last wait ended because the leases were due for renewal, and not because another thread
     * woke this one.
     */
    private boolean timedOut;

    /** Time of the last renewal of the leases, as {@link System#nanoTime()}. */
    private volatile long renewedAt;

    private volatile long triedAt;

    private volatile long beatAt = System.nanoTime();

    GroupMember(ChangeFeed feed, ConsumerGroups groups, FeedPulse pulse, ConsumerSettings settings) {
        this.feed = feed;
        this.groups = groups;
        this.pulse = pulse;
        this.settings = settings;
        this.handler = new BatchHandler(this, groups, settings);
        this.thread = new MemberThread(settings.group(), this);
    }

    /**
     * Registers the member in its group. From then on, the other members leave some of the partitions to this member.
     */
    void register() {
        this.renewedAt = System.nanoTime();
        this.triedAt = this.renewedAt;
        renew();
    }

    /** Renews the leases of this member, and returns their number. */
    int renew() {
        return this.groups.renew(group(), this.name, this.settings.lease());
    }

    void start() {
        this.thread.start();
    }

    void stop() {
        this.thread.stop();
        wake();
    }

    MemberThread thread() {
        return this.thread;
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
        long lease = this.settings.lease().toNanos();
        boolean isDue = now - this.renewedAt > lease / 2 && now - this.triedAt > lease / 10;
        if (isDue && !this.thread.isAbandoned() && !this.partitions.isEmpty()) {
            this.triedAt = now;
            try {
                if (renew() == this.partitions.size()) {
                    this.renewedAt = now;
                }
            } catch (RuntimeException | Error ex) {
                logger.debug("The leases of consumer group {} were not renewed", group(), ex);
            }
        }
    }

    @Override
    public void run() {
        this.pulse.add(this);
        int failed = 0;
        try {
            while (!isStopping()) {
                failed = runRound() ? 0 : failed + 1;
                if (failed > 0) {
                    pause(Pauses.doubled(Duration.ofMillis(100), failed, LONGEST_PAUSE_OF_FEED));
                }
            }
        } finally {
            this.pulse.remove(this);
            leave();
        }
    }

    /**
     * Reads the feed and handles its changes, or waits for changes when there are none. Returns {@code false} when the
     * thread must pause after an exception before it tries again.
     */
    private boolean runRound() {
        try {
            boolean toRead = this.signals.drainPermits() > 0 || !this.timedOut;
            this.timedOut = false;
            if (isBeatDue()) {
                toRead |= beat();
            }
            boolean found = false;
            for (Cursor cursor : toRead ? this.cursors.all() : List.<Cursor>of()) {
                found |= read(cursor);
            }
            this.failure = null;
            if (!found) {
                this.behindSince = null;
                this.cursors.join();
                awaitSignal();
            }
            return true;
        } catch (LostLeaseException ex) {
            forget();
            return true;
        } catch (RuntimeException ex) {
            fail(ex);
            return false;
        } catch (Throwable ex) {
            fail(new IllegalStateException(
                    "The consumer failed with " + ex.getClass().getName(), ex));
            return false;
        }
    }

    private void fail(RuntimeException ex) {
        RuntimeException before = this.failure;
        if (this.groups.isClosed()) {
            this.thread.stop();
        }
        if (!isStopping() && (before == null || before.getClass() != ex.getClass())) {
            logger.error("Consumer group {} cannot read the change feed, and tries again", group(), ex);
        }
        this.failure = ex;
        if (this.behindSince == null) {
            this.behindSince = Instant.now();
        }
        forget();
    }

    /**
     * Discards the feed positions in memory, because they may differ from the stored positions. The next renewal of the
     * leases reads the stored positions again.
     */
    private void forget() {
        this.cursors.clear();
        this.beatAt = System.nanoTime();
    }

    boolean isBeatDue() {
        return System.nanoTime() - this.beatAt >= 0;
    }

    /** Renews, claims and releases leases. Returns whether the member claimed any partitions. */
    private boolean beat() {
        long now = System.nanoTime();
        for (Cursor cursor : this.cursors.all()) {
            if (!cursor.isStored()) {
                this.groups.inTransaction(() -> advance(cursor.leases(), cursor.token()));
                cursor.store(cursor.token());
            }
        }
        Beat beat = this.groups.beat(group(), this.name, this.settings.lease());
        if (!beat.known()) {
            this.cursors.clear();
            GroupConsumer.join(this.feed, this.groups, this.settings);
            return false;
        }
        this.renewedAt = now;
        boolean claimed = hold(beat.held());
        release(beat.surplus());
        this.parkedRooms = beat.parkedRooms();
        Duration next = this.settings.lease().dividedBy(3);
        if (beat.surplus() < 0) {
            next = Pauses.shorter(next, SOON);
        }
        this.beatAt = now + Pauses.shorter(next, beat.nextExpiry().plus(MOMENT)).toNanos();
        if (beat.reviving()) {
            revive();
        }
        return claimed;
    }

    private boolean hold(List<Lease> held) {
        boolean claimed = this.cursors.hold(held);
        this.partitions = this.cursors.partitions();
        if (claimed) {
            this.handler.replaceParked(this.groups.parkedIn(group(), this.partitions));
        }
        return claimed;
    }

    private void release(int surplus) {
        if (surplus > 0) {
            List<Lease> held = this.cursors.leases();
            this.groups.release(group(), this.name, held.subList(0, surplus));
            hold(held.subList(surplus, held.size()));
        }
    }

    /** Gives the leases back to the group, unless {@link MemberThread#abandon} has interrupted the thread. */
    private void leave() {
        try {
            if (!this.thread.isAbandoned()) {
                Thread.interrupted();
                this.groups.leave(group(), this.name);
            }
        } catch (RuntimeException ex) {
            logger.debug("Consumer group {} did not give its partitions back", group(), ex);
        }
        this.partitions = Set.of();
    }

    /**
     * Reads a page of the feed and handles its changes. Returns {@code false} when the page is empty and no page
     * follows it.
     */
    private boolean read(Cursor cursor) {
        FeedPage page = this.feed.read(this.settings.queryAfter(cursor.token()));
        Batch batch = new Batch.OfPage(this, cursor, page);
        if (!page.changes().isEmpty()) {
            this.behindSince = page.changes().get(0).recordedAt();
        }
        if (page.changes().stream().noneMatch(batch::includes)) {
            cursor.run(page.token());
        } else {
            this.handler.handle(batch);
        }
        return page.hasMore() || !page.changes().isEmpty();
    }

    private void revive() {
        for (String roomId : this.groups.revivingIn(group(), this.partitions)) {
            Optional<Cursor> cursor = this.cursors.of(this.settings.partitionOf(roomId));
            if (cursor.isPresent()) {
                revive(roomId, cursor.get());
            }
            if (isBeatDue()) {
                return;
            }
        }
    }

    private void revive(String roomId, Cursor cursor) {
        List<Change> changes = this.groups.keptBack(group(), roomId, this.settings.batch());
        while (!changes.isEmpty()) {
            if (!this.handler.handle(new Batch.OfRoom(this, cursor, changes)) || isBeatDue()) {
                return;
            }
            changes = this.groups.keptBack(group(), roomId, this.settings.batch());
        }
        this.groups.inTransaction(() -> {
            advance(cursor.leases(), cursor.token());
            this.groups.unpark(group(), roomId);
        });
        this.handler.unpark(roomId);
    }

    void pause(Duration time) {
        this.thread.pause(time);
    }

    private void awaitSignal() {
        try {
            this.timedOut = !this.signals.tryAcquire(this.beatAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException ex) {
            // An interruption ends the wait, and nothing else.
        }
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
        this.thread.handle(() -> this.settings.handler().accept(change));
    }

    void advance(Collection<Lease> leases, FeedToken token) {
        this.groups.advance(group(), this.name, this.settings.lease(), leases, token);
    }

    boolean isStopping() {
        return this.thread.isStopping();
    }

    /**
     * Tells whether the leases have ended according to the clock of this node. The result can become {@code false}
     * again, because the thread of {@link FeedPulse} renews ended leases that no other member has claimed.
     */
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

    BatchHandler handler() {
        return this.handler;
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
