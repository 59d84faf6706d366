/** The timeline of a room: events, where they came from, and how to ask for them. */
@NullMarked
package live.roomkit.event;

import org.jspecify.annotations.NullMarked;
