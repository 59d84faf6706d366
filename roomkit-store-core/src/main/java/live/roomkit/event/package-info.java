/** Events of rooms, and queries for events. */
@NullMarked
package live.roomkit.event;

import org.jspecify.annotations.NullMarked;
