package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.function.Function;
import live.roomkit.store.StoreOperation;
import org.jspecify.annotations.Nullable;

/** Describes one call of a store to an observation: its operation and its room, and nothing that people said. */
public final class StoreObservationContext extends SenderContext<Object> {

    private final StoreOperation operation;

    private final @Nullable String roomId;

    private final @Nullable String databaseSystem;

    private final @Nullable String databaseNamespace;

    private final CallKeyValues lowCardinality = new CallKeyValues();

    private final CallKeyValues highCardinality = new CallKeyValues();

    private @Nullable KeyValues unfailed;

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

    StoreOperation operation() {
        return this.operation;
    }

    /** Returns the key values of the span while the call has not failed, made once for its start and its end. */
    KeyValues unfailed(Function<StoreObservationContext, KeyValues> convention) {
        KeyValues known = this.unfailed;
        if (known == null) {
            known = convention.apply(this);
            this.unfailed = known;
        }
        return known;
    }

    /** Returns the operation, such as {@code append_event}. */
    public String getOperation() {
        return this.operation.operationName();
    }

    /** Returns the table that the operation is about, such as {@code events}. */
    public String getTable() {
        return this.operation.table();
    }

    /** Returns the room's id, or {@code null} where the operation is not about one room. */
    public @Nullable String getRoomId() {
        return this.roomId;
    }

    /** Returns OpenTelemetry's name of the database, such as {@code postgresql}, or {@code null}. */
    public @Nullable String getDatabaseSystem() {
        return this.databaseSystem;
    }

    /** Returns the database and schema, or {@code null} when they are not known. */
    public @Nullable String getDatabaseNamespace() {
        return this.databaseNamespace;
    }

    @Override
    public StoreObservationContext addLowCardinalityKeyValue(KeyValue keyValue) {
        return addLowCardinalityKeyValues(KeyValues.of(keyValue));
    }

    @Override
    public StoreObservationContext addLowCardinalityKeyValues(KeyValues keyValues) {
        this.lowCardinality.add(keyValues);
        return this;
    }

    @Override
    public StoreObservationContext removeLowCardinalityKeyValue(String key) {
        this.lowCardinality.remove(key);
        return this;
    }

    @Override
    public KeyValues getLowCardinalityKeyValues() {
        return this.lowCardinality.all();
    }

    @Override
    public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
        return this.lowCardinality.get(key);
    }

    @Override
    public StoreObservationContext addHighCardinalityKeyValue(KeyValue keyValue) {
        return addHighCardinalityKeyValues(KeyValues.of(keyValue));
    }

    @Override
    public StoreObservationContext addHighCardinalityKeyValues(KeyValues keyValues) {
        this.highCardinality.add(keyValues);
        return this;
    }

    @Override
    public StoreObservationContext removeHighCardinalityKeyValue(String key) {
        this.highCardinality.remove(key);
        return this;
    }

    @Override
    public KeyValues getHighCardinalityKeyValues() {
        return this.highCardinality.all();
    }

    @Override
    public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
        return this.highCardinality.get(key);
    }
}
