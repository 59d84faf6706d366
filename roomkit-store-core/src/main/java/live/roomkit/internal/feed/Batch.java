package live.roomkit.internal.feed;

import java.util.List;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;

/**
 * Contains changes of the feed that a member of a consumer group handles one after the other. The subclasses store,
 * each in its own way, which of these changes are done.
 */
abstract class Batch {

    private final List<Change> changes;

    Batch(List<Change> changes) {
        this.changes = changes;
    }

    List<Change> changes() {
        return this.changes;
    }

    /**
     * Tells whether the change is in one of the partitions whose changes this batch handles. The batch skips the
     * changes of all other partitions.
     */
    abstract boolean includes(Change change);

    /**
     * Tells whether the change must be stored for later instead of handled, because an earlier change of its room
     * failed in every attempt.
     */
    abstract boolean isKeptBack(Change change);

    /**
     * Stores, in the current transaction, that the changes before the given index are done.
     *
     * @param next the index of the first change that is not done; a change is done when it was handled or is stored for
     *     later
     * @param keptBack the changes to store for later: changes that failed in every attempt, and later changes of the
     *     same rooms
     */
    abstract void moveTo(int next, List<Change> keptBack);

    /**
     * Parks a room in the current transaction. The changes of a parked room are stored instead of handled until
     * {@link ConsumerGroups#revive} is called for the room.
     *
     * @param place the index, within this batch, of the change for which the handler failed; the room of this change
     *     is parked
     * @param failure the class name of the exception that the handler threw
     */
    abstract void park(int place, String failure);

    /**
     * Updates the feed position in memory. Called after the commit of the transaction in which {@link #moveTo} or
     * {@link #park} stored this position.
     *
     * @param next the index of the first change that is not done
     */
    abstract void movedTo(int next);

    /**
     * Batch of the changes on one page of the feed. The page contains changes of all partitions. The batch skips the
     * changes that are not in a partition of the {@link Cursor} for which the page was read.
     */
    static final class OfPage extends Batch {

        private final GroupMember member;

        private final Cursor cursor;

        private final FeedPage page;

        OfPage(GroupMember member, Cursor cursor, FeedPage page) {
            super(page.changes());
            this.member = member;
            this.cursor = cursor;
            this.page = page;
        }

        @Override
        boolean includes(Change change) {
            return this.cursor.holds(this.member.partitionOf(change));
        }

        @Override
        boolean isKeptBack(Change change) {
            return this.member.handler().isParked(change.roomId());
        }

        @Override
        void moveTo(int next, List<Change> keptBack) {
            this.member.advance(this.cursor.leases(), tokenAt(next));
            if (!keptBack.isEmpty()) {
                this.member.groups().keepBack(this.member.group(), keptBack);
            }
        }

        @Override
        void park(int place, String failure) {
            Change change = changes().get(place);
            moveTo(place + 1, List.of(change));
            this.member.groups().park(this.member.group(), this.member.partitionOf(change), change, failure);
        }

        @Override
        void movedTo(int next) {
            this.cursor.store(tokenAt(next));
        }

        private FeedToken tokenAt(int next) {
            return (next == changes().size()) ? this.page.token() : this.page.tokenAfter(next - 1);
        }
    }

    /**
     * Batch of stored changes of one parked room. The stored changes of a room are the change that failed in every
     * attempt, and later changes of the room. The changes of this batch are handled now, because
     * {@link ConsumerGroups#revive} was called for the room.
     */
    static final class OfRoom extends Batch {

        private final GroupMember member;

        private final Cursor cursor;

        OfRoom(GroupMember member, Cursor cursor, List<Change> changes) {
            super(changes);
            this.member = member;
            this.cursor = cursor;
        }

        @Override
        boolean includes(Change change) {
            return true;
        }

        @Override
        boolean isKeptBack(Change change) {
            return false;
        }

        @Override
        void moveTo(int next, List<Change> keptBack) {
            Change last = changes().get(next - 1);
            fence();
            this.member.groups().removeKept(this.member.group(), last.roomId(), last.id());
        }

        @Override
        void park(int place, String failure) {
            Change change = changes().get(place);
            fence();
            this.member.groups().park(this.member.group(), this.member.partitionOf(change), change, failure);
        }

        private void fence() {
            this.member.advance(this.cursor.leases(), this.cursor.token());
        }

        @Override
        void movedTo(int next) {
            this.cursor.store(this.cursor.token());
        }
    }
}
