/** Background tasks of a room, and observations that AI made in it. */
@NullMarked
package live.roomkit.task;

import org.jspecify.annotations.NullMarked;
