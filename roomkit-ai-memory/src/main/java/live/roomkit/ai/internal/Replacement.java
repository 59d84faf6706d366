package live.roomkit.ai.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A list of messages that replaces the stored messages of a conversation.
 *
 * @param present the stored messages
 * @param wanted the messages of the new list
 * @param positions the position of each message of the new list among the stored messages; {@link Alignment#NEW} for a
 *     message that is not stored yet
 * @param <M> the message type of the AI framework
 */
record Replacement<M>(List<Entry<M>> present, List<Draft> wanted, int[] positions) {

    /**
     * Tells whether the replacement needs a new {@link View}, which defines the events of the conversation. A list that
     * only adds messages after all the stored messages needs no new view.
     */
    boolean changesTheView() {
        for (int i = 0; i < this.positions.length; i++) {
            if (this.positions[i] != ((i < this.present.size()) ? i : Alignment.NEW)) {
                return true;
            }
        }
        return this.positions.length < this.present.size();
    }

    List<Draft> added() {
        List<Draft> added = new ArrayList<>();
        for (int i = 0; i < this.positions.length; i++) {
            if (this.positions[i] == Alignment.NEW) {
                added.add(this.wanted.get(i));
            }
        }
        return added;
    }

    /**
     * Returns the ranges of event indices that contain the messages of the new list. The indices of new messages are
     * not known yet. Negative indices stand for them: -1 is the event that defines the new {@link View} of the
     * conversation, and -2 is the event before that event. No range contains a deleted message. When the edit of a
     * stored message is outside the range of the message, the returned list also contains a range for the edit. The
     * ranges for edits come directly after the last range of stored messages.
     *
     * @param distance the number of events from the last new message to the event that defines the view; 0 when the
     *     event of the last new message defines the view
     */
    List<Segment> ranges(int distance) {
        List<Segment> ranges = new ArrayList<>();
        long added = -distance - added().size();
        int previous = Alignment.NEW;
        int stored = 0;
        for (int position : this.positions) {
            int last = ranges.size() - 1;
            if (position == Alignment.NEW) {
                boolean goesOn = last >= 0 && ranges.get(last).to() == added - 1;
                add(ranges, goesOn, added);
                added++;
            } else {
                boolean goesOn = previous != Alignment.NEW && follows(previous, position);
                add(ranges, goesOn, this.present.get(position).index());
                stored = ranges.size();
            }
            previous = position;
        }
        ranges.addAll(stored, edits(ranges));
        return ranges;
    }

    /**
     * Returns ranges that contain one edit each. A stored message in the new list needs such a range when the edit of
     * the message is outside the range of the message.
     */
    private List<Segment> edits(List<Segment> ranges) {
        List<Segment> edits = new ArrayList<>();
        for (int position : this.positions) {
            Entry<M> entry = (position != Alignment.NEW) ? this.present.get(position) : null;
            if (entry != null && entry.edit() != null && lacks(ranges, entry.index(), entry.edit())) {
                edits.add(new Segment(entry.edit(), entry.edit()));
            }
        }
        return edits;
    }

    private static boolean lacks(List<Segment> ranges, long index, long edit) {
        return ranges.stream().anyMatch(range -> range.contains(index) && !range.contains(edit));
    }

    private boolean follows(int previous, int position) {
        Entry<M> before = this.present.get(previous);
        Entry<M> after = this.present.get(position);
        return position == previous + 1 && before.run() == after.run() && before.index() < after.index();
    }

    private static void add(List<Segment> ranges, boolean goesOn, long index) {
        int last = ranges.size() - 1;
        if (goesOn) {
            ranges.set(last, new Segment(ranges.get(last).from(), index));
        } else {
            ranges.add(new Segment(index, index));
        }
    }
}
