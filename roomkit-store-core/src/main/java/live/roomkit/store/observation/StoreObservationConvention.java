package live.roomkit.store.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** Convention for the names and the key values of the Micrometer observations of a store. */
public interface StoreObservationConvention extends ObservationConvention<StoreObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof StoreObservationContext;
    }
}
