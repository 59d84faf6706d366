package live.roomkit.samples.quickstart;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.Map;
import live.roomkit.store.observation.StoreObservationContext;

/**
 * Counts how often each operation of a store ran on each table. A real application would use a tracer or a meter
 * registry instead.
 */
final class OperationCounter implements ObservationHandler<StoreObservationContext> {

    private final Map<String, Integer> operations;

    OperationCounter(Map<String, Integer> operations) {
        this.operations = operations;
    }

    @Override
    public void onStop(StoreObservationContext context) {
        this.operations.merge(context.getOperation() + " " + context.getTable(), 1, Integer::sum);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context instanceof StoreObservationContext;
    }
}
