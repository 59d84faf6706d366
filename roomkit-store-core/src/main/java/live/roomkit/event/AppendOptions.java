package live.roomkit.event;

/**
 * Additional actions of an append, besides adding the event. A method that sets an option returns a changed copy, as in
 * {@code AppendOptions.NONE.markRead(true)}.
 *
 * @param markRead whether the append also moves the {@linkplain live.roomkit.store.ReadMarkerOperations read marker} of
 *     the event's source channel to the event. Set this option for a message that a person wrote, because a person who
 *     writes a message has read the messages before it
 */
public record AppendOptions(boolean markRead) {

    /** Options with which an append only adds the event. */
    public static final AppendOptions NONE = new AppendOptions(false);

    /**
     * Options with which an append adds the event and, in the same transaction, moves the
     * {@linkplain live.roomkit.store.ReadMarkerOperations read marker} of the event's source channel to the event.
     */
    public static final AppendOptions MARK_READ = new AppendOptions(true);

    /** Returns a copy of these options with the given value of {@code markRead}. */
    public AppendOptions markRead(boolean markRead) {
        return new AppendOptions(markRead);
    }
}
