package live.roomkit.internal.feed;

import java.util.List;
import live.roomkit.feed.Change;
import live.roomkit.feed.FeedPage;
import live.roomkit.feed.FeedToken;

/**
 * Contains changes that a member of a consumer group handles one after the other. A batch also stores the position that
 * the member has reached.
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
     * Tells whether a change concerns the member. The member handles such a change, or stores it for later while the
     * change's room is parked.
     */
    abstract boolean includes(Change change);

    /**
     * Tells whether the member keeps a change back: it stores the change for later, because the change's room is
     * parked.
     */
    abstract boolean isKeptBack(Change change);

    /**
     * Stores, in the current transaction, that the changes before the given index were handled. Also stores the changes
     * that are kept back, so that they can be handled when their room is revived.
     */
    abstract void moveTo(int next, List<Change> keptBack);

    /**
     * Parks, in the current transaction, the room of the change with the given index, because this change could not be
     * handled.
     */
    abstract void park(int place, String failure);

    /** Updates the state of the member after the transaction of {@link #moveTo} or {@link #park} was committed. */
    abstract void movedTo(int next);

    /**
     * Batch of the changes on a page of the feed. The page was read for a {@link Cursor}, which is the common position
     * of one or more partitions. The member handles only the changes in these partitions.
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
            return this.member.isParked(change.roomId());
        }

        @Override
        void moveTo(int next, List<Change> keptBack) {
            if (!keptBack.isEmpty()) {
                this.member.groups().keepBack(this.member.group(), keptBack);
            }
            this.member.advance(this.cursor.leases(), tokenAt(next));
        }

        @Override
        void park(int place, String failure) {
            Change change = changes().get(place);
            this.member.groups().park(this.member.group(), this.member.partitionOf(change), change, failure);
            moveTo(place + 1, List.of(change));
        }

        @Override
        void movedTo(int next) {
            this.cursor.store(tokenAt(next));
        }

        private FeedToken tokenAt(int next) {
            return (next == changes().size()) ? this.page.token() : this.page.tokenAfter(next - 1);
        }
    }

    /** Batch of the changes that were kept back while a room was parked, and are handled because the room was revived. */
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
            this.member.groups().removeKept(this.member.group(), last.roomId(), last.id());
            fence();
        }

        @Override
        void park(int place, String failure) {
            Change change = changes().get(place);
            this.member.groups().park(this.member.group(), this.member.partitionOf(change), change, failure);
            fence();
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
