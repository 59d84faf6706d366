/** Erasure, export and import of the data in a store, also of a single person's data. */
@NullMarked
package live.roomkit.protection;

import org.jspecify.annotations.NullMarked;
