/** Auto-configuration of the session repository. */
@NullMarked
package live.roomkit.ai.spring.session.autoconfigure;

import org.jspecify.annotations.NullMarked;
