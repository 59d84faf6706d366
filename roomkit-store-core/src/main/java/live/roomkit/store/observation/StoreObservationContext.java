package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.ArrayList;
import java.util.List;
import live.roomkit.store.StoreOperation;
import org.jspecify.annotations.Nullable;

/**
 * Micrometer context of one call of a store. The context contains the operation and the room of the call, but no
 * content of the conversation.
 */
public final class StoreObservationContext extends SenderContext<Object> {

    private final StoreOperation operation;

    private final @Nullable String roomId;

    private final @Nullable ObservedDatabase database;

    private final ConstantKeyValues constants;

    private final CallKeyValues lowCardinality = new CallKeyValues();

    private final CallKeyValues highCardinality = new CallKeyValues();

    private @Nullable KeyValues unfailed;

    StoreObservationContext(
            StoreOperation operation,
            @Nullable String roomId,
            @Nullable ObservedDatabase database,
            ConstantKeyValues constants) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.operation = operation;
        this.roomId = roomId;
        this.database = database;
        this.constants = constants;
    }

    StoreOperation operation() {
        return this.operation;
    }

    /**
     * Returns the key values of the span for a call that has not failed. The key values are created once, and used both when
     * the call starts and when it ends.
     */
    KeyValues unfailed() {
        KeyValues known = this.unfailed;
        if (known == null) {
            known = this.constants.with(this.operation, this.roomId);
            this.unfailed = known;
        }
        return known;
    }

    /** Returns the operation, such as {@code append_event}. */
    public String getOperation() {
        return this.operation.operationName();
    }

    /** Returns the main table of the operation, such as {@code events}. */
    public String getTable() {
        return this.operation.table();
    }

    /** Returns the id of the room, or {@code null} when the operation is not about one room. */
    public @Nullable String getRoomId() {
        return this.roomId;
    }

    /** Returns the description of the database, or {@code null} when there is none. */
    public @Nullable ObservedDatabase getDatabase() {
        return this.database;
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

    /**
     * Returns the key values of the span, without the keys whose value is {@code none}. Only the timer, and not the span, needs
     * keys with the value {@code none}.
     */
    @Override
    public KeyValues getAllKeyValues() {
        List<KeyValue> present = new ArrayList<>();
        for (KeyValue keyValue : super.getAllKeyValues()) {
            if (!keyValue.getValue().equals(KeyValue.NONE_VALUE)) {
                present.add(keyValue);
            }
        }
        return KeyValues.of(present);
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
