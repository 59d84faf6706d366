/** Sample of an assistant that stores each conversation in a room. */
@NullMarked
package live.roomkit.samples.assistant;

import org.jspecify.annotations.NullMarked;
