/** Who takes part in a room. */
@NullMarked
package live.roomkit.participant;

import org.jspecify.annotations.NullMarked;
