/** The sessions of Spring AI Session in a conversation store. */
@NullMarked
package live.roomkit.ai.spring.session;

import org.jspecify.annotations.NullMarked;
