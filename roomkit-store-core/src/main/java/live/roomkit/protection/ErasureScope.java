package live.roomkit.protection;

/**
 * Determines which data an erasure removes. {@link #keepingTasks} and {@link #keepingKeys} return scopes with which an
 * erasure removes less data, as in {@code ErasureScope.ALL.keepingKeys()}.
 *
 * @param deletesTasks whether tasks and observations are deleted; {@code false} removes only the texts and free-form
 *     values of tasks and observations, and the assignees and creators of tasks
 * @param replacesKeys whether idempotency keys are replaced by keyed hashes; {@code false} keeps the keys
 */
public record ErasureScope(boolean deletesTasks, boolean replacesKeys) {

    /**
     * Removes all personal data. Keyed hashes replace the idempotency keys, so that the store still recognizes an
     * erased event that is delivered again. The store needs a protection secret to compute these hashes. Without this
     * secret, an erasure with this scope fails.
     */
    public static final ErasureScope ALL = new ErasureScope(true, true);

    /**
     * Returns a copy of this scope with which an erasure does not delete tasks and observations. The erasure keeps the
     * ids, states, kinds and times of tasks and observations. The erasure removes their texts and free-form values, and
     * the assignees and creators of tasks.
     */
    public ErasureScope keepingTasks() {
        return new ErasureScope(false, this.replacesKeys);
    }

    /**
     * Returns a copy of this scope with which an erasure keeps idempotency keys, for applications whose idempotency
     * keys contain no personal data.
     */
    public ErasureScope keepingKeys() {
        return new ErasureScope(this.deletesTasks, false);
    }
}
