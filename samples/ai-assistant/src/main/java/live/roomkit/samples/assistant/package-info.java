/** An assistant whose conversations are rooms. */
@NullMarked
package live.roomkit.samples.assistant;

import org.jspecify.annotations.NullMarked;
