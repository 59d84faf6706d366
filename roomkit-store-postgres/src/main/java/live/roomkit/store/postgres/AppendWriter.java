package live.roomkit.store.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreTimeoutException;
import live.roomkit.store.StoreUnavailableException;

/**
 * Writes events outside a transaction of the caller, by one statement that commits by itself. The statement holds a
 * single append, a batch of one caller, or the single appends of several callers that the {@link AppendQueue} combines.
 */
final class AppendWriter {

    private final StoreConnections connections;

    private final AppendStatements statements;

    private final EventTable events;

    AppendWriter(StoreConnections connections, AppendStatements statements, EventTable events) {
        this.connections = connections;
        this.statements = statements;
        this.events = events;
    }

    /** Writes an event and returns its index. Returns empty when the event was not written. */
    Optional<Long> write(EventRow row, boolean anyStatus) {
        return unlessUsed(() -> this.statements.append(row, anyStatus));
    }

    /** Writes all events or none. Returns the first index, or empty when none was written. */
    Optional<Long> writeAll(List<EventRow> rows, boolean anyStatus) {
        return unlessUsed(() -> this.statements.appendAll(rows, anyStatus));
    }

    /**
     * Writes single appends to one room with one commit, as far as possible, and records the index of each. Leaves
     * every other append to its own caller, who writes it alone or fails.
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
     * Returns the appends whose id and key are free. Returns an empty list when no used id or key prevented the write.
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
     * Runs a statement and returns empty for a violated unique key. The violation rolled the whole statement back and
     * means that an id or a key is used.
     */
    private Optional<Long> unlessUsed(Supplier<Optional<Long>> statement) {
        try {
            return this.connections.statement(statement);
        } catch (StoreException ex) {
            if (PostgresErrors.isUniqueViolation(ex)) {
                return Optional.empty();
            }
            throw ex;
        }
    }
}
