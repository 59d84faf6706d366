/** Background tasks of a room, and what AI observed in it. */
@NullMarked
package live.roomkit.task;

import org.jspecify.annotations.NullMarked;
