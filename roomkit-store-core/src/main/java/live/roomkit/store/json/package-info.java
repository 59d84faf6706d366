/** The one mapping between records and JSON. */
@NullMarked
package live.roomkit.store.json;

import org.jspecify.annotations.NullMarked;
