/** Help desk in which people talk in rooms and open tickets. */
@NullMarked
package live.roomkit.samples.boot;

import org.jspecify.annotations.NullMarked;
