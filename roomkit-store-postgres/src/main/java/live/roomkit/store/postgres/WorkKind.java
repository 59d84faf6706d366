package live.roomkit.store.postgres;

/** Says what is run, and how it ends. */
enum WorkKind {
    READ(false, false),
    STATEMENT(false, false),
    TRANSACTION(true, false),
    ONCE(true, true),
    UNDONE(true, true);

    final boolean transactional;

    /** Whether a transaction of the caller is taken back to where it was when the work fails. */
    final boolean undone;

    WorkKind(boolean transactional, boolean undone) {
        this.transactional = transactional;
        this.undone = undone;
    }
}
