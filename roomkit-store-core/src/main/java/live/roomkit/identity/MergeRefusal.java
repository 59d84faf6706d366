package live.roomkit.identity;

/** Reason why a store refuses a merge, or a change of a merged identity. */
public enum MergeRefusal {

    /** An identity cannot be merged into itself. */
    ITSELF("cannot be merged into itself"),

    /** The two identities belong to different organizations. */
    ANOTHER_ORGANIZATION("belongs to another organization than the identity into which it was to be merged"),

    /** The identity is already merged into another one. That merge must be undone first. */
    ALREADY_MERGED("is already merged into another identity; undo that merge first"),

    /**
     * The identity into which to merge is itself merged into a third identity. Merge into that third identity instead.
     */
    INTO_MERGED(
            "cannot be merged into an identity that is itself merged; merge it into the identity that stands for that"),

    /** Other identities are merged into the identity that was to be merged. */
    HAS_MERGED("cannot be merged, because other identities are merged into it; merge these into the other one instead"),

    /** No addresses can be added to an identity that is merged into another one. */
    MERGED("is merged into another identity and takes no addresses; add the address to the other one");

    private final String text;

    MergeRefusal(String text) {
        this.text = text;
    }

    /**
     * Returns the reason as the rest of a sentence, such as {@code "cannot be merged into itself"}. The subject of the
     * sentence is the identity that was to be merged or changed.
     */
    public String text() {
        return this.text;
    }
}
