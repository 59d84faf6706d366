/** Auto-configuration of the chat memory store for LangChain4j. */
@NullMarked
package live.roomkit.ai.langchain4j.autoconfigure;

import org.jspecify.annotations.NullMarked;
