package live.roomkit.internal.feed;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import live.roomkit.feed.Change;
import live.roomkit.internal.Shown;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles the changes of a batch, tries failed changes again, and parks the room of a change that fails in every
 * attempt. While a room is parked, its changes are stored instead of handled.
 *
 * <p>At first, all changes of a batch are handled in one transaction. When the handler fails for a change, the
 * transaction is rolled back. The changes before the failed one are then handled again in a second transaction, and the
 * failed change is handled again in a third one. The first transaction is committed instead of rolled back when it has
 * written nothing and the failed change is not its first change. In that case, the changes before the failed one are
 * not handled again.
 *
 * <p>When a commit fails, any change in the transaction may be the cause. So the changes are divided into smaller
 * transactions, until a transaction that cannot be committed contains a single change. The changes are not divided when
 * the commit failed for a temporary reason, such as a lost connection. In that case, {@link GroupMember} continues at
 * the stored feed position after a pause.
 */
final class BatchHandler {

    private static final Logger logger = LoggerFactory.getLogger("live.roomkit.feed.FeedConsumer");

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final GroupMember member;

    private final ConsumerGroups groups;

    private final ConsumerSettings settings;

    private final Set<String> parked = new HashSet<>();

    private final LongAdder handled = new LongAdder();

    private final LongAdder failures = new LongAdder();

    BatchHandler(GroupMember member, ConsumerGroups groups, ConsumerSettings settings) {
        this.member = member;
        this.groups = groups;
        this.settings = settings;
    }

    void replaceParked(Set<String> roomIds) {
        this.parked.clear();
        this.parked.addAll(roomIds);
    }

    boolean isParked(String roomId) {
        return this.parked.contains(roomId);
    }

    void unpark(String roomId) {
        this.parked.remove(roomId);
    }

    long handled() {
        return this.handled.sum();
    }

    long failures() {
        return this.failures.sum();
    }

    /**
     * Handles the changes of a batch. Returns {@code true} when each of them was handled, or was stored for later
     * because its room is parked. Returns {@code false} when changes are left because the member of the consumer group
     * is being stopped or has to renew its leases. Also returns {@code false} when the batch contains the stored
     * changes of a room for which {@link ConsumerGroups#revive} was called, and one of these changes fails in every
     * attempt.
     */
    boolean handle(Batch batch) {
        int end = batch.changes().size();
        int chunk = end;
        int from = 0;
        int to = end;
        int failed = 0;
        while (from < end && !this.member.isStopping()) {
            if (from > 0 && failed == 0 && this.member.isBeatDue()) {
                return false;
            }
            Attempt attempt = new Attempt(this.member, batch, from, to);
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
                this.member.pause(Pauses.doubled(this.settings.pause(), failed, LONGEST_PAUSE));
            } else if (this.member.isStopping()) {
                return false;
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
     * Runs an attempt in a transaction. Returns {@code false} when the transaction was rolled back because the handler
     * failed for a change, or because one of the changes prevented the commit. Throws an exception when the store
     * failed, or when the code that the application gave to
     * {@link live.roomkit.feed.FeedConsumer.Builder#around around} failed before it ran the attempt.
     *
     * <p>When the handler cannot reach another database, the transaction may end with a
     * {@link StoreUnavailableException} although the store is available. To find out whether the store is available,
     * this method then renews the leases. The renewal throws an exception when the store is not available.
     */
    private boolean commit(Attempt attempt) {
        try {
            this.settings.around().accept(() -> attempt.runIn(this.groups));
            if (!attempt.isDone()) {
                throw new IllegalStateException(
                        "The code given to around(...) must run the batch once and let its exceptions pass");
            }
            return true;
        } catch (LostLeaseException ex) {
            throw ex;
        } catch (StoreUnavailableException ex) {
            if (attempt.failure() == null || attempt.failure() instanceof StoreUnavailableException) {
                throw ex;
            }
            this.member.renew();
            return false;
        } catch (Throwable ex) {
            if (this.groups.isClosed() || !attempt.hasBegun() || (attempt.failure() == null && isPassing(ex))) {
                throw ex;
            }
            if (attempt.failure() == null) {
                attempt.failAtCommit(ex);
            }
            return false;
        }
    }

    private static boolean isPassing(Throwable ex) {
        return ex instanceof StoreException failure && (failure.isRetryable() || !failure.isOutcomeKnown());
    }

    private void park(Batch batch, int place, Throwable failure) {
        Change change = batch.changes().get(place);
        String kind = failure.getClass().getName();
        this.groups.inTransaction(() -> batch.park(place, kind));
        batch.movedTo(place + 1);
        this.parked.add(change.roomId());
        logger.warn(
                "Consumer group {} parked room {} because the handler failed with {} for change {} in each of {} attempts;"
                        + " call revive when the cause is mended",
                this.settings.group(),
                Shown.id(change.roomId()),
                kind,
                change.id(),
                this.settings.attempts());
        logger.debug("The handler failed", failure);
    }
}
