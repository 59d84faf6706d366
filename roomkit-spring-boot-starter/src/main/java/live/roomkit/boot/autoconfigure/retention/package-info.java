/** Auto-configuration of retention, which erases or deletes old events on a schedule. */
@NullMarked
package live.roomkit.boot.autoconfigure.retention;

import org.jspecify.annotations.NullMarked;
