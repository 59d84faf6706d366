/** Participants of rooms. */
@NullMarked
package live.roomkit.participant;

import org.jspecify.annotations.NullMarked;
