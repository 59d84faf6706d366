package live.roomkit.event;

/** Determines what happens to the direct replies of a deleted event. */
public enum ReplyPolicy {

    /** Deletes the replies as well. */
    DELETE,

    /** Keeps the replies. Their {@code parentEventId} still refers to the deleted event. */
    KEEP
}
