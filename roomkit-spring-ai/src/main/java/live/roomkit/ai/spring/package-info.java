/** The chat memory of Spring AI in a conversation store. */
@NullMarked
package live.roomkit.ai.spring;

import org.jspecify.annotations.NullMarked;
