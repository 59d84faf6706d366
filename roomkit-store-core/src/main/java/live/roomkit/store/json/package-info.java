/** Converts records to JSON and back, for all stores. */
@NullMarked
package live.roomkit.store.json;

import org.jspecify.annotations.NullMarked;
