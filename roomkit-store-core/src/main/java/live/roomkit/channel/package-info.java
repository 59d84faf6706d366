/** Channels, what they can do, and how they are bound to rooms. */
@NullMarked
package live.roomkit.channel;

import org.jspecify.annotations.NullMarked;
