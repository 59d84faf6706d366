/** Helpers shared by RoomKit's own modules; not part of the API. */
@NullMarked
package live.roomkit.store.postgres.internal;

import org.jspecify.annotations.NullMarked;
