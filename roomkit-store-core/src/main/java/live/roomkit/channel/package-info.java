/** Channels, their capabilities, and their bindings to rooms. */
@NullMarked
package live.roomkit.channel;

import org.jspecify.annotations.NullMarked;
