/** Protection of people's data in a store: export and import. */
@NullMarked
package live.roomkit.protection;

import org.jspecify.annotations.NullMarked;
