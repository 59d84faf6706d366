/** Auto-configuration of the chat memory store. */
@NullMarked
package live.roomkit.ai.langchain4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
