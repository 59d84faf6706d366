package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import live.roomkit.store.StoreException;
import live.roomkit.store.observation.StoreObservationDocumentation.HighCardinalityKeyNames;
import live.roomkit.store.observation.StoreObservationDocumentation.LowCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * The names and key values of {@link StoreObservationDocumentation}. Every call has the same keys, whether it succeeds
 * or fails, because metrics with differing keys are refused by some back ends; what is absent is {@code none}.
 *
 * <p>While a call has not failed its key values are made once and shared. They are given in the order of their keys,
 * which spares Micrometer sorting them.
 */
public class DefaultStoreObservationConvention implements StoreObservationConvention {

    private static final int SQLSTATE_CLASS_LENGTH = 2;

    @Override
    public String getName() {
        return "roomkit.store";
    }

    @Override
    public String getContextualName(StoreObservationContext context) {
        return context.operation().operationAndTable();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(StoreObservationContext context) {
        Throwable error = context.getError();
        return (error == null)
                ? context.operation().success()
                : lowCardinality(context.getOperation(), context.getTable(), error);
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(StoreObservationContext context) {
        return (context.getError() == null)
                ? context.unfailed(DefaultStoreObservationConvention::highCardinality)
                : highCardinality(context);
    }

    static KeyValues lowCardinality(String operation, String table, @Nullable Throwable error) {
        return KeyValues.of(
                keyValue(LowCardinalityKeyNames.OUTCOME, Outcome.of(error).value()),
                keyValue(LowCardinalityKeyNames.SQLSTATE_CLASS, sqlStateClass(error)),
                keyValue(LowCardinalityKeyNames.OPERATION, operation),
                keyValue(LowCardinalityKeyNames.TABLE, table));
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
