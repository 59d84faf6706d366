package live.roomkit.protection;

/**
 * Says how much an erasure removes. Each method returns a narrowed copy, as in {@code ErasureScope.ALL.keepingKeys()}.
 *
 * @param deletesTasks whether tasks and observations are deleted; otherwise they stay without their texts
 * @param replacesKeys whether idempotency keys are replaced by keyed hashes; otherwise they stay
 */
public record ErasureScope(boolean deletesTasks, boolean replacesKeys) {

    /**
     * Removes everything that is personal. Idempotency keys are replaced by keyed hashes, so that an event that is delivered again
     * is still recognized. The store needs a secret for that.
     */
    public static final ErasureScope ALL = new ErasureScope(true, true);

    /** Keeps tasks and observations with their ids, states, kinds and times. Their texts and values are removed. */
    public ErasureScope keepingTasks() {
        return new ErasureScope(false, this.replacesKeys);
    }

    /** Keeps idempotency keys, for applications whose keys say nothing about people. */
    public ErasureScope keepingKeys() {
        return new ErasureScope(this.deletesTasks, false);
    }
}
