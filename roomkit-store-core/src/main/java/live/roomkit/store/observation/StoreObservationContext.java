package live.roomkit.store.observation;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/** One call of a store, as an observation sees it: which operation, and of which room; nothing that was said in it. */
public final class StoreObservationContext extends SenderContext<Object> {

    private final StoreOperation operation;

    private final @Nullable String roomId;

    private final @Nullable String databaseSystem;

    private final @Nullable String databaseNamespace;

    StoreObservationContext(
            StoreOperation operation,
            @Nullable String roomId,
            @Nullable String databaseSystem,
            @Nullable String databaseNamespace) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.operation = operation;
        this.roomId = roomId;
        this.databaseSystem = databaseSystem;
        this.databaseNamespace = databaseNamespace;
    }

    /** The operation, such as {@code append_event}. */
    public String getOperation() {
        return this.operation.operation();
    }

    /** The table that the operation is about, such as {@code events}. */
    public String getTable() {
        return this.operation.table();
    }

    /** The room, where the operation is about one. */
    public @Nullable String getRoomId() {
        return this.roomId;
    }

    /** What OpenTelemetry calls the database, such as {@code postgresql}, if there is one. */
    public @Nullable String getDatabaseSystem() {
        return this.databaseSystem;
    }

    /** The database and schema, if known. */
    public @Nullable String getDatabaseNamespace() {
        return this.databaseNamespace;
    }
}
