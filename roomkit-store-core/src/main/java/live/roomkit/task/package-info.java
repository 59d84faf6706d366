/** Background tasks of a room, and observations that programs made about the room. */
@NullMarked
package live.roomkit.task;

import org.jspecify.annotations.NullMarked;
