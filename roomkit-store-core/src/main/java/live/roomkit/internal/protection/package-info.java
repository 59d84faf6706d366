/** Parts of the protection of data that all stores share. Not for applications. */
@NullMarked
package live.roomkit.internal.protection;

import org.jspecify.annotations.NullMarked;
