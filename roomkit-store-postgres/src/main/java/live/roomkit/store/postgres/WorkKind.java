package live.roomkit.store.postgres;

/**
 * Kind of work on a connection. The kind says whether the work may write, whether the work needs a transaction, and
 * whether the store may repeat the work. The kind also says whether failed work in a transaction of the caller is
 * rolled back to a savepoint.
 */
enum WorkKind {
    READ(false, false),
    STATEMENT(false, false),
    TRANSACTION(true, false),
    ONCE(true, true),
    UNDONE(true, true);

    final boolean transactional;

    /** Whether failed work in a transaction of the caller is rolled back to a savepoint. */
    final boolean undone;

    WorkKind(boolean transactional, boolean undone) {
        this.transactional = transactional;
        this.undone = undone;
    }
}
