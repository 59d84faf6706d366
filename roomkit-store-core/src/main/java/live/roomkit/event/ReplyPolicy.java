package live.roomkit.event;

/** Determines what happens to the direct replies of a deleted event. */
public enum ReplyPolicy {

    /** Deletes the replies as well. */
    DELETE,

    /** Keeps the replies. The {@code parentEventId} of the replies still refers to the deleted event. */
    KEEP
}
