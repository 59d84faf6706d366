/** Auto-configuration of the session repository for Spring AI Session. */
@NullMarked
package live.roomkit.ai.spring.session.autoconfigure;

import org.jspecify.annotations.NullMarked;
