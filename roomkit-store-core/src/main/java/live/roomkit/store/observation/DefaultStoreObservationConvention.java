package live.roomkit.store.observation;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import live.roomkit.store.StoreException;
import live.roomkit.store.StoreOperation;
import live.roomkit.store.observation.StoreObservationDocumentation.HighCardinalityKeyNames;
import live.roomkit.store.observation.StoreObservationDocumentation.LowCardinalityKeyNames;
import org.jspecify.annotations.Nullable;

/**
 * Default convention for the Micrometer observations of a store. The timer {@code roomkit.store} and the span of a call
 * have the keys that {@link StoreObservationDocumentation} lists.
 *
 * <p>The timer has the same keys for successful and failed calls, because some metrics back ends refuse timers with
 * differing keys. When there is no value for a key, the timer has the value {@code none}, and the span leaves the key
 * out. The meter {@code roomkit.store.active} measures the calls in progress. It has only the keys for operation and
 * table, because the outcome of a call is not known yet when the call starts.
 */
public class DefaultStoreObservationConvention implements StoreObservationConvention {

    private static final int SQLSTATE_CLASS_LENGTH = 2;

    private static final Map<StoreOperation, KeyValues> STARTED = new EnumMap<>(StoreOperation.class);

    private static final Map<StoreOperation, KeyValues> SUCCEEDED = new EnumMap<>(StoreOperation.class);

    private static final Map<StoreOperation, String> CONTEXTUAL_NAMES = new EnumMap<>(StoreOperation.class);

    static {
        for (StoreOperation operation : StoreOperation.values()) {
            STARTED.put(
                    operation,
                    KeyValues.of(
                            LowCardinalityKeyNames.OPERATION.withValue(operation.operationName()),
                            LowCardinalityKeyNames.TABLE.withValue(operation.table())));
            SUCCEEDED.put(operation, ended(operation, null));
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

    /** Returns the key values for operation and table when the call starts, and all key values when it has ended. */
    @Override
    public KeyValues getLowCardinalityKeyValues(StoreObservationContext context) {
        Throwable error = context.getError();
        if (error != null) {
            return ended(context.operation(), error);
        }
        boolean starts = context.getLowCardinalityKeyValue(LowCardinalityKeyNames.OPERATION.asString()) == null;
        return Objects.requireNonNull((starts ? STARTED : SUCCEEDED).get(context.operation()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(StoreObservationContext context) {
        KeyValues unfailed = context.unfailed();
        Throwable error = context.getError();
        if (error == null) {
            return unfailed;
        }
        KeyValues failed = unfailed.and(
                HighCardinalityKeyNames.ERROR_TYPE.withValue(error.getClass().getName()));
        String sqlState = sqlState(error);
        return (sqlState != null) ? failed.and(HighCardinalityKeyNames.DATABASE_STATUS.withValue(sqlState)) : failed;
    }

    private static KeyValues ended(StoreOperation operation, @Nullable Throwable error) {
        return KeyValues.of(
                LowCardinalityKeyNames.OUTCOME.withValue(Outcome.of(error).value()),
                LowCardinalityKeyNames.SQLSTATE_CLASS.withValue(sqlStateClass(error)),
                LowCardinalityKeyNames.OPERATION.withValue(operation.operationName()),
                LowCardinalityKeyNames.TABLE.withValue(operation.table()));
    }

    private static String sqlStateClass(@Nullable Throwable error) {
        String sqlState = sqlState(error);
        return (sqlState != null && sqlState.length() >= SQLSTATE_CLASS_LENGTH)
                ? sqlState.substring(0, SQLSTATE_CLASS_LENGTH)
                : KeyValue.NONE_VALUE;
    }

    private static @Nullable String sqlState(@Nullable Throwable error) {
        return (error instanceof StoreException failure) ? failure.getSqlState() : null;
    }
}
