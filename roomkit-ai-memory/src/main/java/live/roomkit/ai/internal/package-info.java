/** Stores conversations of AI frameworks in rooms, for RoomKit's own modules. Not part of the API. */
@NullMarked
package live.roomkit.ai.internal;

import org.jspecify.annotations.NullMarked;
