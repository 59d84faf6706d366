package live.roomkit.event;

/**
 * Actions of an append besides adding the event. Each method returns a changed copy, as in
 * {@code AppendOptions.NONE.markRead(true)}.
 *
 * @param markRead whether the append also moves the read marker of the event's source channel to the event, because people
 *     have read a room in which they write
 */
public record AppendOptions(boolean markRead) {

    /** Only adds the event. */
    public static final AppendOptions NONE = new AppendOptions(false);

    /** Also moves the read marker of the event's source channel to the event, in the same transaction. */
    public static final AppendOptions MARK_READ = new AppendOptions(true);

    /** Returns a copy of these options that does or does not move the read marker. */
    public AppendOptions markRead(boolean markRead) {
        return new AppendOptions(markRead);
    }
}
