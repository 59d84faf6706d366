/** Rooms, of which each holds one conversation. */
@NullMarked
package live.roomkit.room;

import org.jspecify.annotations.NullMarked;
