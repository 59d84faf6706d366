/** A conversation store that keeps all records in memory, for development and tests. */
@NullMarked
package live.roomkit.store.memory;

import org.jspecify.annotations.NullMarked;
