/** Sample of a help desk in which people write in rooms and open tickets. */
@NullMarked
package live.roomkit.samples.boot;

import org.jspecify.annotations.NullMarked;
