/** Chat memory store for LangChain4j that stores conversations in a conversation store. */
@NullMarked
package live.roomkit.ai.langchain4j;

import org.jspecify.annotations.NullMarked;
