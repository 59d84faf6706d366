/** Chat memory for Spring AI that stores conversations in a conversation store. */
@NullMarked
package live.roomkit.ai.spring;

import org.jspecify.annotations.NullMarked;
