/** Helpers that RoomKit's own modules share. They are not part of the API. */
@NullMarked
package live.roomkit.internal;

import org.jspecify.annotations.NullMarked;
