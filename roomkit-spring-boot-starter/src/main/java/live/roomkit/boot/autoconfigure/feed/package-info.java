/** Auto-configuration of the change feed. */
@NullMarked
package live.roomkit.boot.autoconfigure.feed;

import org.jspecify.annotations.NullMarked;
