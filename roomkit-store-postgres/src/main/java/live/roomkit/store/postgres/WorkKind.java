package live.roomkit.store.postgres;

/** Says whether work writes, and how it ends. */
enum WorkKind {
    READ(false, false),
    STATEMENT(false, false),
    TRANSACTION(true, false),
    ONCE(true, true),
    UNDONE(true, true);

    final boolean transactional;

    /** Whether failed work is rolled back to a savepoint in a transaction of the caller. */
    final boolean undone;

    WorkKind(boolean transactional, boolean undone) {
        this.transactional = transactional;
        this.undone = undone;
    }
}
