package live.roomkit.store.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Names the observations of a store's operations, and chooses their key values. */
public interface StoreObservationConvention extends ObservationConvention<StoreObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof StoreObservationContext;
    }
}
