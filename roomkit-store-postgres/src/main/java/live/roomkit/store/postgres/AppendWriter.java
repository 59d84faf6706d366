package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Writes events when the caller has no transaction. Each commit contains one event, several events of one caller, or
 * events of several callers that {@link AppendQueue} has combined.
 */
final class AppendWriter {

    private final StoreConnections connections;

    private final AppendStatements statements;

    private final EventTable events;

    private final @Nullable SplitAppend split;

    AppendWriter(
            StoreConnections connections, AppendStatements statements, EventTable events, @Nullable SplitAppend split) {
        this.connections = connections;
        this.statements = statements;
        this.events = events;
        this.split = split;
    }

    /** Writes an event. Returns its index, or empty when the event was not written. */
    Optional<Long> write(EventRow row, boolean anyStatus) {
        SplitAppend split = this.split;
        return (split != null)
                ? unlessUsed(() -> this.connections.transaction(() -> split.append(List.of(row), anyStatus)))
                : unlessUsed(() -> this.connections.statement(() -> this.statements.append(row, anyStatus)));
    }

    /**
     * Writes either all events or no event. Returns the index of the first event, or empty when no event was written.
     */
    Optional<Long> writeAll(List<EventRow> rows, boolean anyStatus) {
        SplitAppend split = this.split;
        return (split != null)
                ? unlessUsed(() -> this.connections.transaction(() -> split.append(rows, anyStatus)))
                : unlessUsed(() -> this.connections.statement(() -> this.statements.appendAll(rows, anyStatus)));
    }

    /**
     * Writes appends of several callers to one room in one commit, and records the index of each written event. When a
     * failure concerns all callers, as a timeout or a lost connection does, this method throws an exception. After any
     * other failure, an event that was not written has no index, and its caller tries again alone.
     */
    void writeTogether(List<PendingAppend> appends) {
        if (appends.size() == 1) {
            PendingAppend alone = appends.get(0);
            write(alone.row(), alone.anyStatus()).ifPresent(alone::written);
            return;
        }
        try {
            if (!tryTogether(appends)) {
                tryTogether(withoutUsed(appends));
            }
        } catch (StoreException ex) {
            if (concernsAll(ex)) {
                throw ex;
            }
        }
    }

    private boolean tryTogether(List<PendingAppend> appends) {
        if (appends.isEmpty()) {
            return true;
        }
        Optional<Long> first = writeAll(rows(appends), appends.get(0).anyStatus());
        if (first.isEmpty()) {
            return false;
        }
        long index = first.get();
        for (PendingAppend append : appends) {
            append.written(index++);
        }
        return true;
    }

    /**
     * Returns the appends whose event id and idempotency key do not occur in the room yet. Returns an empty list when
     * the room has none of the event ids and idempotency keys. In this case, the first attempt to write the appends
     * failed for another reason, such as a closed room, and a second attempt would not help.
     */
    private List<PendingAppend> withoutUsed(List<PendingAppend> appends) {
        List<EventTable.Used> used =
                this.connections.read(() -> this.events.findUsed(appends.get(0).roomId(), rows(appends)));
        if (used.isEmpty()) {
            return List.of();
        }
        List<PendingAppend> rest = new ArrayList<>(appends);
        used.forEach(one -> rest.remove(appends.get(one.position())));
        return rest;
    }

    private static List<EventRow> rows(List<PendingAppend> appends) {
        return appends.stream().map(PendingAppend::row).toList();
    }

    private static boolean concernsAll(StoreException ex) {
        if (ex.isOutcomeKnown() && Thread.currentThread().isInterrupted()) {
            return false;
        }
        return !ex.isOutcomeKnown() || ex instanceof StoreTimeoutException || ex instanceof StoreUnavailableException;
    }

    /**
     * Runs {@code work}, which is a statement or a transaction that inserts events. When {@code work} violates a unique
     * index, all its writes are rolled back, and this method returns empty. The violation means that the room already
     * has an event with the same id or idempotency key as one of the inserted events. Throws an exception when the
     * violation has made a transaction of the caller unusable.
     */
    static Optional<Long> unlessUsed(Supplier<Optional<Long>> work) {
        try {
            return work.get();
        } catch (StoreException ex) {
            if (PostgresErrors.isUniqueViolation(ex) && ex.isTransactionUsable()) {
                return Optional.empty();
            }
            throw ex;
        }
    }
}
