/** Auto-configuration of the chat memory. */
@NullMarked
package live.roomkit.ai.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
