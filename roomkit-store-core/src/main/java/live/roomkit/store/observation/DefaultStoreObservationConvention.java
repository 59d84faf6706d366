package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreOperation;
import live.roomkit.store.observation.StoreObservationDocumentation.HighCardinalityKeyNames;
import live.roomkit.store.observation.StoreObservationDocumentation.LowCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Names observations and their key values as {@link StoreObservationDocumentation} lists them. Every call has the same keys,
 * whether it succeeds or fails, because some back ends refuse metrics with differing keys. An absent value is {@code none}.
 *
 * <p>Calls that have not failed share their key values, which are made once. The key values come in the order of their keys, so
 * that Micrometer need not sort them.
 */
public class DefaultStoreObservationConvention implements StoreObservationConvention {

    private static final int SQLSTATE_CLASS_LENGTH = 2;

    private static final Map<StoreOperation, KeyValues> SUCCESS = new EnumMap<>(StoreOperation.class);

    private static final Map<StoreOperation, String> CONTEXTUAL_NAMES = new EnumMap<>(StoreOperation.class);

    static {
        for (StoreOperation operation : StoreOperation.values()) {
            SUCCESS.put(operation, lowCardinality(operation, null));
            CONTEXTUAL_NAMES.put(operation, operation.operationName() + " " + operation.table());
        }
    }

    @Override
    public String getName() {
        return "roomkit.store";
    }

    @Override
    public String getContextualName(StoreObservationContext context) {
        return Objects.requireNonNull(CONTEXTUAL_NAMES.get(context.operation()));
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(StoreObservationContext context) {
        Throwable error = context.getError();
        return (error == null)
                ? Objects.requireNonNull(SUCCESS.get(context.operation()))
                : lowCardinality(context.operation(), error);
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(StoreObservationContext context) {
        return (context.getError() == null)
                ? context.unfailed(DefaultStoreObservationConvention::highCardinality)
                : highCardinality(context);
    }

    private static KeyValues lowCardinality(StoreOperation operation, @Nullable Throwable error) {
        return KeyValues.of(
                keyValue(LowCardinalityKeyNames.OUTCOME, Outcome.of(error).value()),
                keyValue(LowCardinalityKeyNames.SQLSTATE_CLASS, sqlStateClass(error)),
                keyValue(LowCardinalityKeyNames.OPERATION, operation.operationName()),
                keyValue(LowCardinalityKeyNames.TABLE, operation.table()));
    }

    private static KeyValues highCardinality(StoreObservationContext context) {
        Throwable error = context.getError();
        return KeyValues.of(
                keyValue(HighCardinalityKeyNames.DATABASE_COLLECTION, context.getTable()),
                keyValue(HighCardinalityKeyNames.DATABASE_NAMESPACE, context.getDatabaseNamespace()),
                keyValue(HighCardinalityKeyNames.DATABASE_OPERATION, context.getOperation()),
                keyValue(HighCardinalityKeyNames.DATABASE_STATUS, sqlState(error)),
                keyValue(HighCardinalityKeyNames.DATABASE_SYSTEM, context.getDatabaseSystem()),
                keyValue(HighCardinalityKeyNames.ERROR_TYPE, errorType(error)),
                keyValue(HighCardinalityKeyNames.ROOM_ID, context.getRoomId()));
    }

    private static KeyValue keyValue(KeyName name, @Nullable String value) {
        return name.withValue((value != null) ? value : KeyValue.NONE_VALUE);
    }

    private static @Nullable String sqlState(@Nullable Throwable error) {
        return (error instanceof StoreException failure) ? failure.getSqlState() : null;
    }

    private static @Nullable String sqlStateClass(@Nullable Throwable error) {
        String sqlState = sqlState(error);
        return (sqlState != null && sqlState.length() >= SQLSTATE_CLASS_LENGTH)
                ? sqlState.substring(0, SQLSTATE_CLASS_LENGTH)
                : null;
    }

    private static @Nullable String errorType(@Nullable Throwable error) {
        return (error != null) ? error.getClass().getName() : null;
    }
}
