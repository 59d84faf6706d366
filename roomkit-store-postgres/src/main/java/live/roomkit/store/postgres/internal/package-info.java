/** Helpers that several modules of RoomKit use. The helpers are not part of the API. */
@NullMarked
package live.roomkit.store.postgres.internal;

import org.jspecify.annotations.NullMarked;
