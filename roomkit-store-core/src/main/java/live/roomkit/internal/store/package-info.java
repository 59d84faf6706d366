/** Argument checks and record changes that all stores share. This package is not part of the API. */
@NullMarked
package live.roomkit.internal.store;

import org.jspecify.annotations.NullMarked;
