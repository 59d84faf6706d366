/** Rooms. Each room holds one conversation. */
@NullMarked
package live.roomkit.room;

import org.jspecify.annotations.NullMarked;
