/** The chat memory store of LangChain4j in a conversation store. */
@NullMarked
package live.roomkit.ai.langchain4j;

import org.jspecify.annotations.NullMarked;
