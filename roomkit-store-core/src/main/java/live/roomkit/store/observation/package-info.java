/** A decorator that observes every operation of a store through Micrometer. */
@NullMarked
package live.roomkit.store.observation;

import org.jspecify.annotations.NullMarked;
