package live.roomkit.store.postgres;

/**
 * Contains the SQL that computes the column {@code rooms.activity_bucket}: the time of the last activity of a room,
 * truncated to a multiple of two minutes. For a room without activity, the time of its creation is used instead.
 *
 * <p>Every statement that inserts a room or changes {@code last_activity_at} also sets this column. If the column were
 * generated, the statements would not have to set it. But PostgreSQL would then parse and plan the expression of the
 * generated column in each UPDATE of a room.
 */
final class ActivityBucket {

    private ActivityBucket() {}

    /**
     * Returns SQL that truncates a time to a multiple of two minutes. The argument is an SQL expression for the time.
     */
    static String of(String time) {
        return "pg_catalog.date_bin('2 minutes', " + time + ", '2000-01-01Z')";
    }

    /**
     * Returns SQL that computes the column {@code activity_bucket} of a room with the alias {@code r}. The argument is
     * an SQL expression for the last activity of the room.
     */
    static String ofRoom(String lastActivityAt) {
        return of("COALESCE(" + lastActivityAt + ", r.created_at)");
    }
}
