/** Auto-configuration of the chat memory for Spring AI. */
@NullMarked
package live.roomkit.ai.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
