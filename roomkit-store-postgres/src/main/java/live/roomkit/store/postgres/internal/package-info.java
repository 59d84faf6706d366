/** Helpers that several modules of RoomKit use. They are not part of the API. */
@NullMarked
package live.roomkit.store.postgres.internal;

import org.jspecify.annotations.NullMarked;
