/** Contains the types for erasure, retention, holds, export and import of the data in a store. */
@NullMarked
package live.roomkit.protection;

import org.jspecify.annotations.NullMarked;
