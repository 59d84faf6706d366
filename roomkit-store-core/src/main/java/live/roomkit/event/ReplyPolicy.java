package live.roomkit.event;

/** Says what happens to the direct replies of an event that is deleted. */
public enum ReplyPolicy {

    /** Deletes the replies as well. */
    DELETE,

    /** Keeps the replies. They still name the deleted event as their parent. */
    KEEP
}
