package live.roomkit.event;

/**
 * Says what an append does beside adding the event. Each method with an argument returns a changed copy, as in
 * {@code AppendOptions.NONE.markRead(true)}.
 *
 * @param markRead whether the append also moves the read marker of the event's source channel to the event: people have read
 *     a room in which they write
 */
public record AppendOptions(boolean markRead) {

    /** Adds the event and does nothing else. */
    public static final AppendOptions NONE = new AppendOptions(false);

    /** Moves the read marker of the event's source channel to the event, in the same transaction. */
    public static final AppendOptions MARK_READ = new AppendOptions(true);

    /** Returns these options with or without the read marker. */
    public AppendOptions markRead(boolean markRead) {
        return new AppendOptions(markRead);
    }
}
