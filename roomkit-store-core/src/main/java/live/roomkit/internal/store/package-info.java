/** Argument checks and record changes that all stores share. They are not part of the API. */
@NullMarked
package live.roomkit.internal.store;

import org.jspecify.annotations.NullMarked;
