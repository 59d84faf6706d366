/** Rooms: one conversation each. */
@NullMarked
package live.roomkit.room;

import org.jspecify.annotations.NullMarked;
