/** A help desk: people talk in rooms, and open tickets there. */
@NullMarked
package live.roomkit.samples.boot;

import org.jspecify.annotations.NullMarked;
