/** Timeline of a room: events, their sources, and queries for them. */
@NullMarked
package live.roomkit.event;

import org.jspecify.annotations.NullMarked;
