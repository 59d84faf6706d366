/**
 * Rooms as the memory of AI agents. This package contains the settings that the modules for all AI frameworks share.
 */
@NullMarked
package live.roomkit.ai;

import org.jspecify.annotations.NullMarked;
