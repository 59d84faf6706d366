/** Conversion between records and JSON, which all stores share. */
@NullMarked
package live.roomkit.store.json;

import org.jspecify.annotations.NullMarked;
