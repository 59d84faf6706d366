/** Rooms as the memory of AI agents: the settings that the modules for all AI frameworks share. */
@NullMarked
package live.roomkit.ai;

import org.jspecify.annotations.NullMarked;
