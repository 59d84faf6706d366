/** Observation of a store's operations through Micrometer. */
@NullMarked
package live.roomkit.store.observation;

import org.jspecify.annotations.NullMarked;
