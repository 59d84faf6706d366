/** Mapping between records and JSON, the only one. */
@NullMarked
package live.roomkit.store.json;

import org.jspecify.annotations.NullMarked;
