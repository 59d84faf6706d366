package live.roomkit.protection;

/**
 * Determines which data an erasure removes. {@link #keepingTasks} and {@link #keepingKeys} return copies that keep more
 * data, as in {@code ErasureScope.ALL.keepingKeys()}.
 *
 * @param deletesTasks whether tasks and observations are deleted; {@code false} removes only their texts and values
 * @param replacesKeys whether idempotency keys are replaced by keyed hashes; {@code false} keeps the keys
 */
public record ErasureScope(boolean deletesTasks, boolean replacesKeys) {

    /**
     * Removes all personal data. Keyed hashes replace the idempotency keys, so that the store still recognizes an
     * erased event that is delivered again. The store needs a secret for these hashes.
     */
    public static final ErasureScope ALL = new ErasureScope(true, true);

    /**
     * Returns a copy that keeps tasks and observations with their ids, states, kinds and times, and removes only their
     * texts and values.
     */
    public ErasureScope keepingTasks() {
        return new ErasureScope(false, this.replacesKeys);
    }

    /** Returns a copy that keeps idempotency keys, for applications whose keys contain nothing personal. */
    public ErasureScope keepingKeys() {
        return new ErasureScope(this.deletesTasks, false);
    }
}
