/** Repository for Spring AI Session that stores sessions in a conversation store. */
@NullMarked
package live.roomkit.ai.spring.session;

import org.jspecify.annotations.NullMarked;
